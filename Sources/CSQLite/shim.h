#include <sqlite3.h>

/* The two destructors are casts, which Swift cannot import. */
static inline sqlite3_destructor_type lanyard_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/* sqlite3_db_config is variadic, which Swift cannot call. Defensive: no statement may write to the schema table, to shadow
   tables or to the file's own header. */
static inline int lanyard_sqlite_defend(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}
