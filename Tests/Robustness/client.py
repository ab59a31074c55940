"""A client that tells an answer from a broken connection: what was not answered may have happened or not."""

import http.client
import json


class Unanswered(Exception):
    """The connection broke before a whole answer was here."""


class Client:
    """One keep-alive connection, as one of many networks behind one proxy."""

    def __init__(self, port, source="192.0.2.1"):
        self.source = source
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(self, method, path, body=None, token=None, headers=None):
        """Status and body; the body is a value when it is JSON."""
        fields = {"X-Forwarded-For": self.source, **(headers or {})}
        if token:
            fields["Authorization"] = "Bearer " + token
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            fields["Content-Type"] = "application/json"
        try:
            self.connection.request(method, path, body, fields)
            answer = self.connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise Unanswered(f"{method} {path}: {error!r}") from None
        if "json" in (answer.getheader("Content-Type") or ""):
            return answer.status, json.loads(data)
        return answer.status, data

    def close(self):
        self.connection.close()
