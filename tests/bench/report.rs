//! What is printed.

use super::bench::{Exported, Measured};

/// A line that says whether an aim was met.
pub fn aim(name: &str, value: f64, bound: Bound) {
    let (met, wanted) = match bound {
        Bound::AtLeast(least) => (value >= least, format!("at least {least}")),
        Bound::AtMost(most) => (value <= most, format!("at most {most}")),
    };
    let by = match bound {
        Bound::AtLeast(least) => value / least,
        Bound::AtMost(most) => value / most,
    };
    let verdict = if met { "met   ".to_owned() } else { format!("MISSED ({by:.2}×)") };
    println!("  {verdict} {name}: {value:.2}, aim {wanted}");
}

#[derive(Clone, Copy)]
pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

pub fn head(title: &str) {
    println!("\n{title}");
    println!(
        "{:<22} {:>5} {:>9} {:>9} {:>6} {:>15} {:>15} {:>15}",
        "requests/s", "conns", "rapport", "bare", "ratio", "CPU µs/request", "p50 µs", "p99 µs"
    );
}

pub fn cell(name: &str, connections: usize, [rapport, bare]: &[Measured; 2]) {
    let pair = |one: f64, other: f64| format!("{one:.0} / {other:.0}");
    println!(
        "{:<22} {:>5} {:>9.0} {:>9.0} {:>6.2} {:>15} {:>15} {:>15}",
        name,
        connections,
        rapport.per_second,
        bare.per_second,
        rapport.per_second / bare.per_second,
        pair(rapport.processor_micros, bare.processor_micros),
        pair(rapport.p50.into(), bare.p50.into()),
        pair(rapport.p99.into(), bare.p99.into()),
    );
}

pub fn exported(name: &str, file: &Exported) {
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    println!(
        "CSV of everything, {name:<8} {:.1} ms, first byte {:.2} ms, {:.1} MB, private memory {:.1} -> {:.1} MiB",
        milliseconds(file.whole),
        milliseconds(file.first_byte),
        file.bytes as f64 / 1e6,
        file.memory.0,
        file.memory.1
    );
}
