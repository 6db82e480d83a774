//! Webhooks as <https://www.standardwebhooks.com> has them: any receiver's library can verify them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::Sha256;

use super::Attempt;
use super::http::{Outbound, USER_AGENT};
use crate::kernel::{Problem, Result};

const PREFIX: &str = "whsec_";

/// A fresh signing secret, as it is shown once.
pub fn new_secret() -> Result<String> {
    let mut bytes = [0; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(Problem::internal)?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// The headers of a delivery, with one signature for each secret: while a secret is being replaced, a
/// receiver that knows either of the two can verify.
pub fn headers(secrets: &[&str], id: &str, timestamp: i64, body: &[u8]) -> Result<Vec<(String, String)>> {
    if secrets.is_empty() {
        return Err(Problem::internal("a webhook has no signing secret"));
    }
    let signatures = secrets.iter().map(|secret| signature(secret, id, timestamp, body)).collect::<Result<Vec<_>>>()?;
    let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Ok(vec![
        own("content-type", "application/json"),
        own("user-agent", USER_AGENT),
        own("webhook-id", id),
        own("webhook-timestamp", &timestamp.to_string()),
        own("webhook-signature", &signatures.join(" ")),
    ])
}

/// Signs and posts. `id` stays the same when a delivery is tried again, so that a receiver can tell.
pub async fn send(outbound: &Outbound, url: &str, secrets: &[&str], id: &str, timestamp: i64, body: &[u8]) -> Attempt {
    match headers(secrets, id, timestamp, body) {
        Ok(headers) => outbound.post(url, headers, body.to_vec()).await,
        Err(_) => Attempt::rejected("the signing secret cannot be used; rotate it"),
    }
}

fn signature(secret: &str, id: &str, timestamp: i64, body: &[u8]) -> Result<String> {
    // The cause must not repeat the secret.
    let unusable = || Problem::internal("a signing secret is not whsec_ and base64");
    let key = STANDARD.decode(secret.strip_prefix(PREFIX).ok_or_else(unusable)?).map_err(|_| unusable())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Problem::internal)?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use sha2::Digest;
    use standardwebhooks::Webhook;

    use super::*;

    const BODY: &[u8] = r#"{"type":"mission.published","data":{"title":"Grüße"}}"#.as_bytes();

    fn header(headers: &[(String, String)], name: &str) -> String {
        headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap()
    }

    /// HMAC as RFC 2104 writes it down, by the hash alone.
    fn plain_hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(key);
        let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
        let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
        Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
    }

    #[test]
    fn a_signature_is_the_hmac_of_id_time_and_body() {
        let secret = new_secret().unwrap();
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert_eq!(key.len(), 32);
        let headers = headers(&[&secret], "evt_1", 1_700_000_000, BODY).unwrap();
        let message = [b"evt_1.1700000000.".as_slice(), BODY].concat();
        assert_eq!(header(&headers, "webhook-signature"), format!("v1,{}", STANDARD.encode(plain_hmac(&key, &message))));
        assert!(header(&headers, "user-agent").starts_with("Rapport/"));
        assert_eq!(header(&headers, "content-type"), "application/json");
    }

    #[test]
    fn receivers_verify_with_either_secret_during_a_rotation() {
        let (old, new, other) = (new_secret().unwrap(), new_secret().unwrap(), new_secret().unwrap());
        let now = crate::kernel::Clock::System.now().seconds();
        let mut map = standard_headers(&headers(&[&new, &old], "evt_2", now, BODY).unwrap());
        for secret in [&old, &new] {
            assert!(Webhook::new(secret).unwrap().verify(BODY, &map).is_ok());
        }
        assert!(Webhook::new(&other).unwrap().verify(BODY, &map).is_err());
        assert!(Webhook::new(&old).unwrap().verify(b"{}", &map).is_err());
        map.insert("webhook-id", "evt_3".parse().unwrap());
        assert!(Webhook::new(&old).unwrap().verify(BODY, &map).is_err());
    }

    fn standard_headers(headers: &[(String, String)]) -> reqwest::header::HeaderMap {
        headers.iter().map(|(name, value)| (reqwest::header::HeaderName::try_from(name).unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_secret_that_is_none_is_refused_and_not_repeated() {
        for secret in ["", "whsec_%%%", "c2VjcmV0", "Whsec_c2VjcmV0"] {
            let problem = headers(&[secret], "evt_1", 0, BODY).unwrap_err().to_string();
            assert!(secret.is_empty() || !problem.contains(secret), "{problem}");
        }
        assert!(headers(&[], "evt_1", 0, BODY).is_err());
    }
}
