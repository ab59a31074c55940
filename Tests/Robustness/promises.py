"""What a gateway has answered, and must keep: looked up after every kill, whole in its database and in part by its own word."""

import hashlib
import os
import sqlite3

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
# Of each kind, asked for by the gateway's own word after each kill; the rows of all are looked at each time.
LATEST = 12


def expect(answer, *statuses):
    status, body = answer
    assert status in statuses, f"{status} {body!r}, not one of {statuses}"
    return body


def number(identifier):
    """The integer that an identifier is in the database: its 13 digits in Crockford's base 32, without the prefix."""
    value = 0
    for digit in identifier.split("_")[1]:
        value = value << 5 | DIGITS.index(digit)
    return value


class Promises:
    """Belongs to all storms; nothing that was promised is ever taken back."""

    def __init__(self):
        self.accounts = []  # (account, device) of a confirmed registration
        self.tokens = {}  # account: (access token, refresh token) of the last answer
        self.doubtful = set()  # accounts whose last refresh was not answered: nobody knows which tokens are theirs
        self.reports = set()  # (device, product, version, outcome)
        self.links = []  # (link, account)
        self.published = {}  # theme: the highest version answered

    def settled(self, accounts):
        """Those of the accounts whose tokens are known for certain."""
        return [account for account in accounts if account not in self.doubtful]

    # In the database

    def check_rows(self, database):
        """Every account, device, report and link that was answered has its row."""
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            for promised, kept in [
                    ({(number(account),) for account, _ in self.accounts}, "SELECT id FROM account"),
                    ({(number(device), number(account)) for account, device in self.accounts},
                     "SELECT id, account FROM device"),
                    ({(number(device), *rest) for device, *rest in self.reports},
                     "SELECT device, product, version, outcome FROM update_report"),
                    ({(number(link), number(account)) for link, account in self.links},
                     "SELECT link, account FROM accessory_link")]:
                lost = promised.difference(connection.execute(kept))
                assert not lost, f"answered, and not in `{kept}`: {sorted(lost)[:5]}, {len(lost)} of {len(promised)}"
        finally:
            connection.close()

    # By the gateway's own word

    def check_words(self, client):
        """The latest accounts and links, by their owners' tokens."""
        for account in self.settled(account for account, _ in self.accounts[-LATEST:]):
            body = expect(client.ask("GET", "/v1/account", token=self.tokens[account][0]), 200)
            assert body["account"] == account
        for link, account in self.links[-LATEST:]:
            if self.settled([account]):
                body = expect(
                    client.ask("GET", f"/v1/accessories/links/{link}", token=self.tokens[account][0]), 200)
                assert body["link"] == link

    def renew(self, client):
        """Every refresh token that was answered still buys tokens. Often enough, it also keeps the access tokens from running out."""
        for account in self.settled(account for account, _ in self.accounts):
            body = expect(
                client.ask("POST", "/v1/sessions/refresh", {"refresh_token": self.tokens[account][1]}), 200)
            self.tokens[account] = (body["access_token"], body["refresh_token"])

    def check_themes(self, client, objects):
        """Each theme in the catalog is whole, and none is older than was answered: its manifest is there, and every file that it names
        has the digest by which it is named."""
        owners = self.settled(account for account, _ in self.accounts)
        if not owners:
            return
        token = self.tokens[owners[-1]][0]
        catalog = expect(client.ask("GET", "/v1/themes?limit=100", token=token), 200)
        shown = {theme["id"]: theme["version"] for theme in catalog["themes"]}
        for theme, version in self.published.items():
            assert int(shown[theme].split(".")[2]) >= version, "a published version is gone"
        for theme in shown:
            manifest = expect(client.ask("GET", f"/v1/themes/{theme}/manifest", token=token), 200)
            for file in manifest["signed"]["files"]:
                path = os.path.join(objects, file["sha256"])
                assert os.path.getsize(path) == file["length"], f"{theme} has a file that is not whole"
                check_object(path)


def check_object(path):
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    assert digest == os.path.basename(path), f"the object {path} has the digest {digest}"
