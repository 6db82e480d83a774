//! Whether a request costs more as data grow: 1k, 10k and 100k engagements.

use super::bench::{Bench, Measured};
use super::cases::Case;
use super::report::{Bound, aim};
use super::store::{Folder, Store};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const CONNECTIONS: usize = 16;

pub fn run(folder: &Folder, postgres: Option<&str>) {
    measure(folder, "SQLite", |size| Store::sqlite(folder.path().join(format!("growth-{size}.db"))));
    if let Some(server) = postgres {
        measure(folder, "PostgreSQL", |size| Store::postgres(server, &format!("rapport_growth_{size}")));
    }
}

fn measure(folder: &Folder, engine: &str, store: impl Fn(usize) -> Store) {
    println!("\n{engine}, {CONNECTIONS} connections: requests/s, processor µs of the server for each");
    println!(
        "{:<22} {:>11} {:>17} {:>17} {:>17}",
        "engagements",
        "start ms",
        Case::ALL[0].name(),
        Case::ALL[1].name(),
        Case::ALL[2].name()
    );
    let mut all: Vec<[[Measured; 3]; 2]> = Vec::new();
    for size in SIZES {
        let (bench, store) = (Bench::new(folder.path(), size), store(size));
        store.fill(bench.rows.tables());
        let both = [("", bench.rapport(&store)), (" (bare)", bench.bare(&store))].map(|(name, server)| {
            let cells = Case::ALL.map(|case| bench.measure(case, CONNECTIONS, &server));
            let words = cells.each_ref().map(|cell| format!("{:.0} {:>6.1}", cell.per_second, cell.processor_micros));
            let started = server.started_in.as_secs_f64() * 1e3;
            println!("{:<22} {started:>11.1} {:>21} {:>19} {:>19}", format!("{size}{name}"), words[0], words[1], words[2]);
            cells
        });
        all.push(both);
        store.drop();
    }
    let [first, .., last] = &all[..] else { return };
    let grown = |server: usize, index: usize| last[server][index].processor_micros / first[server][index].processor_micros;
    println!("Aims (the bare handlers' own growth is what the machine's caches cost):");
    for (index, case) in Case::ALL.into_iter().enumerate() {
        let name = format!("{}, cost at 100k over cost at 1k (bare {:.2})", case.name(), grown(1, index));
        aim(&name, grown(0, index), Bound::AtMost(1.3));
    }
}
