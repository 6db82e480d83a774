//! A server as a process of its own, so that its processor time and memory are its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Process {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub started_in: Duration,
}

impl Process {
    /// Starts `command` with an address to listen on and waits for its first answer.
    pub fn start(mut command: Command) -> Self {
        let address = free_address();
        command.env("RAPPORT_LISTEN", address.to_string());
        if std::env::var_os("BENCH_SHOW").is_none() {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        let began = Instant::now();
        let mut child = command.spawn().expect("the server starts");
        while !answers(address) {
            assert!(began.elapsed() < Duration::from_secs(30), "no answer in 30 seconds");
            assert!(child.try_wait().expect("a child").is_none(), "the server ended; BENCH_SHOW=1 shows what it says");
            std::thread::sleep(Duration::from_micros(200));
        }
        Self { child, address, started_in: began.elapsed() }
    }

    /// Processor time that it has used so far.
    pub fn processor_time(&self) -> Duration {
        let stat = self.read("stat");
        // The name may hold spaces; the numbers follow its closing bracket.
        let numbers: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks: u64 = [11, 12].iter().map(|index| numbers[*index].parse::<u64>().expect("ticks")).sum();
        Duration::from_millis(ticks * 10)
    }

    /// Memory that is its own, without what it has mapped from files, in MiB.
    pub fn private_memory(&self) -> f64 {
        self.status("RssAnon")
    }

    /// Memory in MiB, mapped files and all.
    pub fn memory(&self) -> f64 {
        self.status("VmRSS")
    }

    fn status(&self, name: &str) -> f64 {
        let status = self.read("status");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id())).expect("the process runs")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free")
}

fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /livez HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer.starts_with(b"HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
