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

/* Of libssl, what is a function-like macro there. */
static inline int lanyard_ssl_least_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version);
}
/* Options are expressions of casts, which Swift cannot import. */
static const uint64_t lanyard_ssl_no_compression = SSL_OP_NO_COMPRESSION;
static const uint64_t lanyard_ssl_no_renegotiation = SSL_OP_NO_RENEGOTIATION;
static const uint64_t lanyard_ssl_server_preference = SSL_OP_CIPHER_SERVER_PREFERENCE;
static const uint64_t lanyard_ssl_prioritize_chacha = SSL_OP_PRIORITIZE_CHACHA;
static inline void lanyard_ssl_add_mode(SSL_CTX *context, long mode) {
  SSL_CTX_set_mode(context, mode);
}
static inline void lanyard_ssl_session_cache(SSL_CTX *context, long mode) {
  SSL_CTX_set_session_cache_mode(context, mode);
}
static inline int lanyard_ssl_ticket_keys(SSL_CTX *context, const unsigned char *keys, int length) {
  return SSL_CTX_set_tlsext_ticket_keys(context, (void *)keys, length);
}
static inline int lanyard_ssl_groups(SSL_CTX *context, const char *names) {
  return SSL_CTX_set1_groups_list(context, names);
}
/* Takes over the certificate when it succeeds. */
static inline int lanyard_ssl_add_chain(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add0_chain_cert(context, certificate);
}
static inline void lanyard_bio_retry_read(BIO *bio) { BIO_set_retry_read(bio); }
static inline void lanyard_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }
