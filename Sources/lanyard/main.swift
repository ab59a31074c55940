import Commands
import Glibc

// Whatever this program makes (a database, a backup, a session) is for its owner alone.
umask(0o077)
exit(LanyardProgram.program.run())
