#include <openssl/ssl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/pem.h>
#include <openssl/ec.h>
#include <openssl/core_names.h>

/* Which parts of a key a list of parameters holds: expressions of other macros, which Swift cannot import. */
static const int lanyard_key_pair = EVP_PKEY_KEYPAIR;
static const int lanyard_public_key = EVP_PKEY_PUBLIC_KEY;
