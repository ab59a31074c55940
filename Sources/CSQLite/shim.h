#include <sqlite3.h>

/* The two destructors are casts, which Swift cannot import. */
static inline sqlite3_destructor_type lanyard_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type lanyard_sqlite_static(void) { return SQLITE_STATIC; }
