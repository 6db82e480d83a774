//! Access tokens: JWTs signed with Ed25519, valid for minutes. The key is found by `kid` among the
//! configured ones only and the algorithm is fixed. What a token says of the person is checked against
//! the database at each request, so that a logout counts at once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::RwLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::TryRngCore;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::config::Config;
use crate::kernel::ids::{LoginSessionId, OrganizationId, UserId};
use crate::kernel::{Code, Problem, Result, Timestamp, secrets};

/// The generated key's file in the data folder.
pub const KEY_FILE: &str = "jwt-signing-key.pem";
const ISSUER: &str = "rapport";
const AUDIENCE: &str = "rapport-api";
/// Seconds by which clocks may differ.
const LEEWAY: i64 = 5;
/// Verified tokens that are remembered. A signature costs as much to check as several queries.
const REMEMBERED: usize = 10_000;

/// What a token says. All of it is required.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    pub sub: UserId,
    pub org: OrganizationId,
    /// The login that the token belongs to.
    pub sid: LoginSessionId,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: String,
}

/// A public key as a JSON Web Key.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = JsonWebKey)]
pub struct Jwk {
    #[schema(example = "OKP")]
    kty: &'static str,
    #[schema(example = "Ed25519")]
    crv: &'static str,
    #[schema(example = "EdDSA")]
    alg: &'static str,
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    purpose: &'static str,
    kid: String,
    x: String,
}

struct Key {
    signing: EncodingKey,
    verifying: DecodingKey,
    jwk: Jwk,
}

/// Signs and checks access tokens.
pub struct AccessTokens {
    /// The first signs.
    keys: Vec<Key>,
    lifetime: TimeDelta,
    verified: RwLock<HashMap<String, Claims>>,
}

impl AccessTokens {
    pub fn new(config: &Config) -> Result<Self> {
        let pem = match &config.jwt_keys {
            Some(pem) => pem.expose_secret().to_owned(),
            None => generated_key(&config.data_dir)?,
        };
        let keys = split_pem(&pem).iter().map(|pem| Key::read(pem)).collect::<Result<Vec<_>>>()?;
        if keys.is_empty() {
            return Err(Problem::internal("jwt_keys holds no private key in PEM"));
        }
        Ok(Self { keys, lifetime: TimeDelta::minutes(config.access_token_minutes), verified: RwLock::default() })
    }

    /// Public keys, for whoever wants to check tokens themselves.
    pub fn public_keys(&self) -> Vec<Jwk> {
        self.keys.iter().map(|key| key.jwk.clone()).collect()
    }

    pub fn lifetime_seconds(&self) -> i64 {
        self.lifetime.num_seconds()
    }

    pub fn issue(&self, user_id: UserId, organization_id: OrganizationId, session_id: LoginSessionId, now: Timestamp) -> Result<String> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: user_id,
            org: organization_id,
            sid: session_id,
            exp: now.plus(self.lifetime).seconds(),
            nbf: now.seconds(),
            iat: now.seconds(),
            jti: secrets::random_token()?,
        };
        let key = &self.keys[0];
        let header = Header { kid: Some(key.jwk.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &claims, &key.signing).map_err(Problem::internal)
    }

    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Claims> {
        let remembered = self.verified.read().ok().and_then(|known| known.get(token).cloned());
        let claims = if let Some(claims) = remembered {
            claims
        } else {
            let claims = self.check_signature(token)?;
            self.remember(token, &claims);
            claims
        };
        let now = now.seconds();
        if claims.exp + LEEWAY <= now || claims.nbf - LEEWAY > now {
            return Err(Problem::new(Code::InvalidToken));
        }
        Ok(claims)
    }

    fn check_signature(&self, token: &str) -> Result<Claims> {
        let invalid = |error: &dyn std::fmt::Display| Problem::new(Code::InvalidToken).caused_by(error);
        let kid = jsonwebtoken::decode_header(token).map_err(|error| invalid(&error))?.kid;
        let key = self.keys.iter().find(|key| Some(&key.jwk.kid) == kid.as_ref()).ok_or_else(|| invalid(&"unknown kid"))?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
        // Times are held against the given clock, not the machine's.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        jsonwebtoken::decode::<Claims>(token, &key.verifying, &rules).map(|data| data.claims).map_err(|error| invalid(&error))
    }

    fn remember(&self, token: &str, claims: &Claims) {
        if let Ok(mut known) = self.verified.write() {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(token.to_owned(), claims.clone());
        }
    }
}

impl Key {
    fn read(pem: &str) -> Result<Self> {
        let unreadable = |error: &dyn std::fmt::Display| Problem::internal(format!("jwt_keys: not an Ed25519 private key: {error}"));
        let key = SigningKey::from_pkcs8_pem(pem).map_err(|error| unreadable(&error))?;
        let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
        let kid = URL_SAFE_NO_PAD.encode(&Sha256::digest(key.verifying_key().as_bytes())[..9]);
        Ok(Self {
            signing: EncodingKey::from_ed_pem(pem.as_bytes()).map_err(|error| unreadable(&error))?,
            verifying: DecodingKey::from_ed_components(&x).map_err(|error| unreadable(&error))?,
            jwk: Jwk { kty: "OKP", crv: "Ed25519", alg: "EdDSA", purpose: "sig", kid, x },
        })
    }
}

fn split_pem(pem: &str) -> Vec<String> {
    const END: &str = "-----END PRIVATE KEY-----";
    pem.split_inclusive(END).filter(|part| part.contains(END)).map(|part| part.trim().to_owned()).collect()
}

/// The key in the data folder, made when there is none. Replicas that share no folder are given one
/// by configuration instead.
fn generated_key(data_dir: &Path) -> Result<String> {
    secrets::read_or_make(&data_dir.join(KEY_FILE), || {
        let mut seed = [0; 32];
        rand::rngs::OsRng.try_fill_bytes(&mut seed).map_err(Problem::internal)?;
        let pem = SigningKey::from_bytes(&seed).to_pkcs8_pem(LineEnding::LF).map_err(Problem::internal)?;
        Ok(pem.to_string())
    })
}
