//! Files that mean harm: refused, or stored so that they do none.

use std::io::Write;

use crate::support::TestApp;
use crate::support::files::{PDF, png};

/// What browsers are told of every download, so that nothing in it runs.
fn is_harmless(answer: &crate::support::Answer) -> bool {
    answer.header("content-disposition").starts_with("attachment; ")
        && answer.header("x-content-type-options") == "nosniff"
        && answer.header("content-security-policy") == "default-src 'none'; frame-ancestors 'none'; sandbox"
        && answer.header("cache-control") == "private, no-store"
        && !answer.header("content-type").contains("html")
        && !answer.header("content-type").contains("xml")
        && !answer.header("content-type").contains("script")
}

#[test]
fn pages_pictures_with_scripts_and_programs_are_refused() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(document.domain)</script></svg>";
    for (name, bytes) in [
        ("picture.svg", svg.as_bytes()),
        ("picture.png", svg.as_bytes()),
        ("notes.txt", format!("\n\n  {svg}").as_bytes()),
        ("notes.txt", format!("\u{feff}<?xml version=\"1.0\"?>{svg}").as_bytes()),
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("page.pdf", b"<html><body onload=alert(1)>"),
        ("data.xml", b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
        ("run.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("setup.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"),
        ("tool.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"),
        ("a.swf", b"CWS\x0a\0\0\0\0"),
        ("a.class", b"\xca\xfe\xba\xbe\0\0\0\x34"),
        ("unknown.bin", &[0, 1, 2, 3, 4, 5, 6, 7]),
        ("page16.txt", b"\xff\xfe<\0s\0v\0g\0>\0"),
        ("empty.pdf", b""),
    ] as [(&str, &[u8]); 15]
    {
        coach.upload(name, bytes).problem(422, "file_type_not_allowed");
    }
    assert_eq!((app.loose_files(), app.kept_files()), (0, 0));
}

#[test]
fn a_file_that_is_two_things_at_once_is_a_harmless_one() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let script = b"/*<script>alert(1)</script>*/";
    let mut gif = b"GIF89a/*\x0a\0\x0a\0\x80\0\0".to_vec();
    gif.extend(b"*/=1;alert(1)//<html><script>alert(1)</script>");
    let both = |head: &[u8]| [head, script].concat();
    for (name, bytes, kept) in [
        ("picture.html", both(&png(10, 10)), "picture.html.png"),
        ("picture.js", gif, "picture.js.gif"),
        ("paper.svg", both(PDF), "paper.svg.pdf"),
        ("archive.jar", both(b"PK\x03\x04\x14\0\0\0\0\0"), "archive.jar.zip"),
        ("words.html", b"Hello <script>alert(1)</script>".to_vec(), "words.html.txt"),
        ("words.hta", b"MsgBox \"x\"".to_vec(), "words.hta.txt"),
    ] {
        let file = coach.upload(name, &bytes).expect(201);
        assert_eq!(file["name"], kept);
        let content = app.guest().follow(&file.str("url")).expect(200);
        assert!(is_harmless(&content) && content.bytes == bytes, "{name}: {:?}", content.headers);
    }
}

#[test]
fn a_picture_that_would_fill_the_memory_is_refused_by_its_header() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    for (width, height) in [(50_000, 50_000), (u32::MAX, u32::MAX), (1, u32::MAX)] {
        coach.upload("vast.png", &png(width, height)).problem(422, "image_too_large");
    }
    let mut gif = b"GIF89a".to_vec();
    gif.extend([0xff; 4]);
    gif.extend([0x80, 0, 0]);
    coach.upload("vast.gif", &gif).problem(422, "image_too_large");
    coach.upload("cut.png", &png(10, 10)[..17]).problem(422, "file_type_not_allowed");
    coach.upload("large.png", &png(10_000, 10_000)).expect(201);
}

/// A gibibyte of nothing in a mebibyte, as a well-formed archive.
fn zip_bomb() -> Vec<u8> {
    let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let (zeros, mebibytes) = (vec![0; 1 << 20], 1024_u32);
    let mut crc = flate2::Crc::new();
    for _ in 0..mebibytes {
        deflated.write_all(&zeros).unwrap();
        crc.update(&zeros);
    }
    let (data, size) = (deflated.finish().unwrap(), mebibytes << 20);
    let sizes = [crc.sum().to_le_bytes(), (data.len() as u32).to_le_bytes(), size.to_le_bytes()].concat();
    let about = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &sizes, &5_u16.to_le_bytes(), &[0, 0]].concat();
    let local = [&b"PK\x03\x04"[..], &about, b"a.txt", &data].concat();
    let central = [&b"PK\x01\x02\x14\0"[..], &about, &[0; 14], b"a.txt"].concat();
    let end = [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &(central.len() as u32).to_le_bytes(), &(local.len() as u32).to_le_bytes(), &[0, 0]];
    [local, central, end.concat()].concat()
}

#[test]
fn an_archive_is_never_unpacked() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let bomb = zip_bomb();
    assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
    let file = coach.upload("bomb.zip", &bomb).expect(201);
    assert_eq!((&file["media_type"], file["size"].as_u64()), (&"application/zip".into(), Some(bomb.len() as u64)));
    let content = app.guest().follow(&file.str("url")).expect(200);
    assert!(is_harmless(&content) && content.bytes == bomb && content.header("content-encoding").is_empty());
}

#[test]
fn a_name_leads_nowhere() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    for (given, kept) in [
        ("../../../../etc/passwd", "passwd.txt"),
        ("..\\\\..\\\\boot.ini", "boot.ini.txt"),
        ("/var/www/shell.php", "shell.php.txt"),
        ("..", "file.txt"),
        ("%2e%2e%2fa.txt", "%2e%2e%2fa.txt"),
        ("CON", "_CON.txt"),
        ("nul.txt", "_nul.txt"),
        ("a\u{202e}txt.exe", "atxt.exe.txt"),
        ("a\tb.txt", "a b.txt"),
        ("file_01kfq8v6n2e9t8w4x3y5z7a1bc", "file_01kfq8v6n2e9t8w4x3y5z7a1bc.txt"),
    ] {
        let file = coach.upload(given, b"hello").expect(201);
        assert_eq!(file["name"], kept, "{given:?}");
        let content = app.guest().follow(&file.str("url")).expect(200);
        assert!(is_harmless(&content), "{given:?}: {:?}", content.headers);
    }
    let long = coach.upload(&format!("{}.txt", "ä".repeat(2_000)), b"hello").expect(201).str("name");
    assert!(long.len() <= 200 && long.ends_with("ä.txt"), "{long}");
}

#[test]
fn a_name_does_not_break_out_of_its_header() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let file = coach.upload("Übung; filename=evil.exe; 100% \u{1f600}.txt", b"hello").expect(201);
    let content = app.guest().follow(&file.str("url")).expect(200);
    assert_eq!(
        content.header("content-disposition"),
        "attachment; filename=\"_bung; filename=evil.exe; 100_ _.txt\"; \
         filename*=UTF-8''%C3%9Cbung%3B%20filename%3Devil.exe%3B%20100%25%20%F0%9F%98%80.txt"
    );
}
