//! What an upload costs in memory does not grow with it.

use crate::support::process::Home;
use crate::support::wait;

/// Half of it would fill the memory that is allowed several times.
const MEBIBYTES: usize = 96;
const ALLOWED_KIB: u64 = 24 << 10;

#[test]
#[cfg(target_os = "linux")]
fn a_large_upload_and_its_download_pass_through() {
    let home = Home::new().with("RAPPORT_MAX_UPLOAD_BYTES", &(MEBIBYTES << 20).to_string());
    home.create_admin("ada@people.example");
    let server = home.serve();
    let admin = server.log_in("ada@people.example");
    // The first of everything takes what it keeps.
    let small = admin.upload("small.txt", &vec![b'a'; 2 << 20]).expect(201);
    server.guest().follow(&small.str("url")).expect(200);
    let before = server.peak_memory_kib();
    let file = admin.upload("large.txt", &vec![b'a'; MEBIBYTES << 20]).expect(201);
    assert_eq!(file["size"], MEBIBYTES << 20);
    let mut response = server.guest().follow(&file.str("url")).open();
    let mut count = 0;
    while let Some(chunk) = wait(response.chunk()).unwrap() {
        count += chunk.len();
    }
    assert_eq!(count, MEBIBYTES << 20);
    let grown = server.peak_memory_kib().saturating_sub(before);
    assert!(grown < ALLOWED_KIB, "{grown} KiB for {MEBIBYTES} MiB");
}
