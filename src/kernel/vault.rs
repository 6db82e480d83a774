//! Secrets that have to be used again, and so cannot be kept as hashes: encrypted at rest. And link
//! tokens that a mail carries: derived from what they open, so that a mail that is sent again carries
//! the same link and no token has to be stored.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::Sha256;

use super::error::{Problem, Result};
use super::ids::{Id, Kind};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// Stands before what is encrypted, so that another method can follow one day.
const VERSION: &str = "v1.";

/// Holds the key that secrets are encrypted with.
#[derive(Clone)]
pub struct Vault {
    key: [u8; KEY_BYTES],
}

impl Vault {
    /// From 32 bytes in base64.
    pub fn from_base64(text: &str) -> Result<Self> {
        let bytes = STANDARD.decode(text.trim()).or_else(|_| URL_SAFE_NO_PAD.decode(text.trim()));
        let key = bytes.ok().and_then(|bytes| bytes.try_into().ok());
        key.map(|key| Self { key }).ok_or_else(|| Problem::internal("the secrets key must be 32 bytes in base64"))
    }

    /// A fresh key, as it is written down.
    pub fn new_key() -> Result<String> {
        let mut key = [0; KEY_BYTES];
        OsRng.try_fill_bytes(&mut key).map_err(Problem::internal)?;
        Ok(STANDARD.encode(key))
    }

    /// Encrypts a secret for the thing that it belongs to; it cannot be opened as another thing's.
    pub fn seal(&self, owner: &str, secret: &str) -> Result<String> {
        let mut nonce = [0; NONCE_BYTES];
        OsRng.try_fill_bytes(&mut nonce).map_err(Problem::internal)?;
        let message = Payload { msg: secret.as_bytes(), aad: owner.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), message).map_err(|_| Problem::internal("sealing failed"))?;
        Ok(format!("{VERSION}{}", URL_SAFE_NO_PAD.encode([&nonce, sealed.as_slice()].concat())))
    }

    pub fn open(&self, owner: &str, sealed: &str) -> Result<String> {
        let fault = || Problem::internal("a secret cannot be decrypted: is this the key that it was encrypted with?");
        let text = sealed.strip_prefix(VERSION).ok_or_else(fault)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| fault())?;
        let (nonce, message) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(fault)?;
        let message = Payload { msg: message, aad: owner.as_bytes() };
        let secret = self.cipher().decrypt(&XNonce::from(*nonce), message).map_err(|_| fault())?;
        String::from_utf8(secret).map_err(|_| fault())
    }

    /// A token of 256 bits that only this key can derive for this purpose and thing.
    pub fn token(&self, purpose: &str, thing: &str) -> Result<String> {
        Ok(URL_SAFE_NO_PAD.encode(self.mac(purpose, thing)?.finalize().into_bytes()))
    }

    /// A token that names the thing it opens and proves that this key made it, so that nothing of it has
    /// to be stored.
    pub fn pass(&self, purpose: &str, thing: &str) -> Result<String> {
        Ok(format!("{thing}.{}", self.token(purpose, thing)?))
    }

    /// What such a token opens; `None` unless this key made it for this purpose.
    pub fn opened_by<'a>(&self, purpose: &str, token: &'a str) -> Option<&'a str> {
        let (thing, token) = token.rsplit_once('.')?;
        self.is_ours(purpose, thing, token).then_some(thing)
    }

    /// The same where the token names an id. Whatever we have not made opens nothing: 404.
    pub fn id_opened_by<K: Kind>(&self, purpose: &str, token: &str) -> Result<Id<K>> {
        self.opened_by(purpose, token).and_then(|id| id.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// Whether this key derived the token for this purpose and thing. The time that it takes tells nothing.
    pub fn is_ours(&self, purpose: &str, thing: &str, token: &str) -> bool {
        let Ok(proof) = URL_SAFE_NO_PAD.decode(token) else { return false };
        self.mac(purpose, thing).is_ok_and(|mac| mac.verify_slice(&proof).is_ok())
    }

    fn mac(&self, purpose: &str, thing: &str) -> Result<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.key).map_err(Problem::internal)?;
        for part in [purpose, thing] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Ok(mac)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::from_base64(&Vault::new_key().expect("randomness")).expect("a key")
    }

    #[test]
    fn a_secret_opens_for_its_owner_and_with_its_key_only() {
        let vault = vault();
        let sealed = vault.seal("con_1", "whsec_abc").expect("sealed");
        assert!(!sealed.contains("whsec"));
        assert_eq!(vault.open("con_1", &sealed).expect("opened"), "whsec_abc");
        assert!(vault.open("con_2", &sealed).is_err());
        assert!(self::vault().open("con_1", &sealed).is_err());
        assert!(vault.open("con_1", "v1.AAAA").is_err());
        assert!(vault.open("con_1", "plain").is_err());
    }

    #[test]
    fn a_token_is_the_same_each_time_and_another_for_each_thing() {
        let vault = vault();
        let token = |purpose: &str, thing: &str| vault.token(purpose, thing).expect("a token");
        assert_eq!(token("invitation", "inv_1"), token("invitation", "inv_1"));
        assert_ne!(token("invitation", "inv_1"), token("invitation", "inv_2"));
        assert_ne!(token("invitation", "inv_1"), token("password_reset", "inv_1"));
        assert_ne!(token("ab", "c"), token("a", "bc"));
        assert_eq!(token("invitation", "inv_1").len(), 43);
    }

    #[test]
    fn a_pass_opens_what_it_was_made_for_and_nothing_else() {
        let vault = vault();
        let pass = vault.pass("form", "resp_1").expect("a pass");
        assert_eq!(vault.opened_by("form", &pass), Some("resp_1"));
        assert_eq!(vault.opened_by("feedback", &pass), None);
        assert_eq!(self::vault().opened_by("form", &pass), None);
        for forged in
            [pass.replace("resp_1", "resp_2"), pass[..pass.len() - 1].to_owned(), "resp_1.".into(), "resp_1".into(), String::new()]
        {
            assert_eq!(vault.opened_by("form", &forged), None, "{forged}");
        }
    }
}
