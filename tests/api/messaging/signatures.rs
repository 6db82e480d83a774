//! What is sent can be verified by whoever knows the secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rapport::kernel::Clock;
use reqwest::header::{HeaderMap, HeaderName};
use sha2::{Digest, Sha256};
use standardwebhooks::Webhook;

use super::scene::Scene;
use crate::support::json;
use crate::support::receivers::{ReceivedRequest, Reply};

/// HMAC as RFC 2104 writes it down, by the hash alone.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

/// Whether one of its signatures is by this secret.
fn is_signed(request: &ReceivedRequest, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let head = format!("{}.{}.", request.header("webhook-id"), request.header("webhook-timestamp"));
    let wanted = format!("v1,{}", STANDARD.encode(hmac(&key, &[head.as_bytes(), &request.body].concat())));
    request.header("webhook-signature").split(' ').any(|signature| signature == wanted)
}

fn header_map(request: &ReceivedRequest) -> HeaderMap {
    let own = request.headers.iter().filter(|(name, _)| name.starts_with("webhook-"));
    own.map(|(name, value)| (HeaderName::try_from(name).unwrap(), value.parse().unwrap())).collect()
}

fn count(request: &ReceivedRequest) -> usize {
    request.header("webhook-signature").split(' ').count()
}

#[test]
fn hmac_is_what_the_standard_says() {
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let mac: Vec<_> = hmac(b"Jefe", b"what do ya want for nothing?").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(mac.concat(), expected);
}

#[test]
fn a_library_for_standard_webhooks_verifies_what_arrives() {
    let it = Scene::new();
    let secret = it.endpoint("/hook", &["item.sent"]).str("secret");
    let other = it.endpoint("/other", &["item.sent"]).str("secret");
    // The library goes by the clock on the wall.
    it.app.advance(&format!("PT{}S", Clock::System.now().seconds() - it.app.now().seconds()));
    it.tell();
    let received = it.receiver.requests("/hook").remove(0);
    let (mut headers, known) = (header_map(&received), Webhook::new(&secret).unwrap());
    known.verify(&received.body, &headers).unwrap();
    assert!(is_signed(&received, &secret) && count(&received) == 1);
    assert!(Webhook::new(&other).unwrap().verify(&received.body, &headers).is_err());
    assert!(known.verify(&[&received.body[..], b" "].concat(), &headers).is_err());
    headers.insert("webhook-id", "evt_other".parse().unwrap());
    assert!(known.verify(&received.body, &headers).is_err());
}

#[test]
fn after_a_rotation_both_secrets_sign_until_the_overlap_is_over() {
    let it = Scene::new();
    let made = it.endpoint("/hook", &["item.sent"]);
    let (id, old) = (made.id(), made.str("secret"));
    let rotated = it.admin.post(&format!("/webhook-endpoints/{id}/rotate-secret"), json!({"overlap": "PT2H"})).expect(200);
    let new = rotated.str("secret");
    assert_eq!(rotated["previous_secret_until"], "2026-03-01T11:00:00.000000Z");
    let next = || {
        it.tell();
        it.receiver.requests("/hook").pop().unwrap()
    };
    let first = next();
    assert!(is_signed(&first, &old) && is_signed(&first, &new) && count(&first) == 2);
    it.app.advance("PT1H59M59S");
    assert_eq!(count(&next()), 2);
    it.app.advance("PT1S");
    let last = next();
    assert!(!is_signed(&last, &old) && is_signed(&last, &new) && count(&last) == 1);
}

#[test]
fn a_secret_that_has_leaked_signs_no_more() {
    let it = Scene::new();
    let made = it.endpoint("/hook", &["item.sent"]);
    let path = format!("/webhook-endpoints/{}/rotate-secret", made.id());
    it.admin.post(&path, json!({"overlap": "P8D"})).problem(422, "validation_failed");
    let new = it.admin.post(&path, json!({"overlap": "PT0S"})).expect(200).str("secret");
    it.tell();
    let received = it.receiver.requests("/hook").remove(0);
    assert!(is_signed(&received, &new) && !is_signed(&received, &made.str("secret")) && count(&received) == 1);
}

#[test]
fn a_repeat_is_signed_anew_with_the_time_of_its_own() {
    let it = Scene::new();
    let made = it.endpoint("/hook", &["item.sent"]);
    it.receiver.answer("/hook", Reply::Sequence(vec![Reply::Status(500), Reply::Status(200)]));
    it.tell();
    it.next_attempt(&made.id());
    let [first, second] = it.receiver.requests("/hook").try_into().unwrap();
    assert!(first.header("webhook-timestamp") < second.header("webhook-timestamp"));
    assert!([&first, &second].iter().all(|request| is_signed(request, &made.str("secret"))));
    assert_eq!((first.header("webhook-id"), &first.body), (second.header("webhook-id"), &second.body));
}
