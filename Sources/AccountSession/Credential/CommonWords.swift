/// The words that people make passwords of, and that those who guess try first: some two hundred, written down from what is
/// known of leaked passwords and not taken from a list of them.
///
/// It is meant for `PasswordShape`, which refuses what is made of them, not for looking up whole passwords: those of fifteen
/// characters and more that everybody uses are nearly all made of such words, runs and copies. A list of long passwords that were
/// leaked as they are is not here yet.
enum CommonWords {
  static let folded: Set<[UInt32]> = Set(
    words.split { $0 == " " || $0 == "\n" }.map { word in
      word.unicodeScalars.map { PasswordShape.folded($0.value) }
    })

  private static let words = """
    password passwort passord losenord contrasena motdepasse parola senha sifre parool wachtwoord
    pass word passwd passphrase secret geheim hemligt secure security private login logon signin
    letmein welcome willkommen valkommen changeme default admin administrator root user guest test
    testing tester temp temporary master access account system server computer internet network
    keyboard qwerty qwertz azerty asdf zxcv abc abcd xyz
    love iloveyou loveyou loveme lovely forever always baby babygirl babyboy honey sweetheart angel
    princess prince queen king heart kiss kisses happy smile beautiful darling family mother father
    sister brother friend friends bestfriend mommy daddy
    you and the for my is are our with this that
    monkey dragon tiger lion eagle panther wolf bear shark horse rabbit kitty kitten cat puppy dog
    doggy butterfly dolphin chicken turtle snoopy bandit buster
    football soccer baseball basketball hockey tennis golf liverpool arsenal chelsea barcelona
    realmadrid juventus manchester united yankees cowboys lakers steelers
    superman batman spiderman ironman starwars pokemon pikachu naruto minecraft fortnite roblox
    matrix merlin gandalf hobbit mickey mustang corvette ferrari porsche mercedes harley yamaha
    michael jordan michelle jennifer jessica ashley amanda nicole daniel andrew joshua matthew
    anthony william robert thomas charlie george david james maria anna sarah alex martin
    summer winter spring autumn january february march april june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday birthday
    sunshine flower rainbow diamond silver golden purple orange yellow black white green
    money million lucky winner freedom whatever nothing something trustno hunter killer ninja
    warrior shadow phoenix thunder lightning cookie cheese chocolate banana apple pepper ginger
    summertime america england london sweden stockholm berlin paris jesus christ church blessed
    google facebook instagram twitter microsoft windows android iphone samsung bluetooth band
    phone theme themes update firmware gateway accessory
    hello helloworld hallo world blink
    """
}
