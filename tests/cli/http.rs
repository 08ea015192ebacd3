//! A small HTTP server on loopback that answers as a test says, and a small client.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// What a server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answers with this code, these further header lines, and this body.
    Say(u16, &'static str, String),
    /// Keeps the connection and says nothing.
    Hang,
    /// Closes the connection without a word.
    Close,
}

impl Reply {
    pub fn code(code: u16) -> Reply {
        Reply::Say(code, "", String::new())
    }
}

/// A server that lives as long as the test's process.
pub struct Server {
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// `reply` is given how many requests came before.
    pub fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Server {
        Server::over(Ok, reply)
    }

    /// Speaks over what `wrap` makes of a connection.
    pub fn over<S: Read + Write>(
        wrap: impl Fn(TcpStream) -> io::Result<S> + Send + Sync + 'static,
        reply: impl Fn(usize) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let (log, wrap, reply) = (Arc::clone(&received), Arc::new(wrap), Arc::new(reply));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, wrap, reply) = (Arc::clone(&log), Arc::clone(&wrap), Arc::clone(&reply));
                thread::spawn(move || wrap(stream).map(|stream| serve(stream, &log, &*reply)));
            }
        });
        Server { address, received }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no test fails under this lock").clone()
    }
}

fn serve(mut stream: impl Read + Write, log: &Mutex<Vec<Received>>, reply: &dyn Fn(usize) -> Reply) {
    let Some(request) = read(&mut stream) else { return };
    let before = {
        let mut log = log.lock().expect("no test fails under this lock");
        log.push(request);
        log.len() - 1
    };
    match reply(before) {
        Reply::Say(code, headers, body) => {
            let length = body.len();
            let head = format!("HTTP/1.1 {code} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
            // A client that has gone has its reasons.
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).and_then(|()| stream.flush());
        }
        Reply::Hang => thread::sleep(Duration::from_secs(60)),
        Reply::Close => {}
    }
}

fn read(stream: &mut impl Read) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.to_owned())),
            None => break,
        }
    }
    let mut received = Received { path, headers, body: String::new() };
    let length = received.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    received.body = String::from_utf8(body).ok()?;
    Some(received)
}

/// The code and the body of an answer; `None` while nobody answers.
pub fn get(address: &str, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nhost: {address}\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

/// A text as a part of a URL's query.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
