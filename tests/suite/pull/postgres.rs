//! A PostgreSQL of this machine, started for a test and stopped after it, with one user who may read.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use tempfile::TempDir;

use super::tls::Identity;

const KEEPER: &str = "keeper";
pub(crate) const READER: &str = "reader";
pub(crate) const PASSWORD: &str = "s3cret-of-the-reader";

pub(crate) struct Postgres {
    folder: TempDir,
    server: Child,
    pub(crate) port: u16,
}

/// The programs of the server, which distributions keep off the path.
fn programs() -> PathBuf {
    let found = |folder: &Path| folder.join("initdb").is_file().then(|| folder.to_owned());
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.push(PathBuf::from("/usr/bin"));
    folders
        .iter()
        .rev()
        .find_map(|folder| found(folder))
        .expect("PostgreSQL is not installed: apt-get install postgresql")
}

fn number(arguments: &[&str]) -> u32 {
    let output = Command::new("id").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

/// A program of the server; it refuses to run as root.
fn command(program: &str) -> Command {
    let path = programs().join(program);
    if number(&["-u"]) != 0 {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command
}

impl Postgres {
    /// A server whose databases have an encoding.
    pub(crate) fn of(encoding: &str, identity: Option<&Identity>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        if number(&["-u"]) == 0 {
            for path in [folder.path(), &data] {
                std::os::unix::fs::chown(path, Some(number(&["-u", "postgres"])), None).unwrap();
            }
        }
        let mut initdb = command("initdb");
        initdb.args(["--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256", "--locale=C"]);
        initdb.args(["--encoding", encoding, "--username", KEEPER, "-D"]).arg(&data);
        let made = initdb.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        // The port is free now; the server takes it at once.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut server = command("postgres");
        server.arg("-D").arg(&data).arg("-k").arg(folder.path());
        server.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "fsync=off"]);
        if let Some(identity) = identity {
            let (shown, key) = identity.pem_with_key.split_at(identity.pem.len());
            for (name, text) in [("server.crt", shown), ("server.key", key)] {
                let path = data.join(name);
                fs::write(&path, text).unwrap();
                fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
                std::os::unix::fs::chown(&path, Some(fs::metadata(&data).map(|data| owner(&data)).unwrap()), None)
                    .unwrap();
            }
            server.args(["-c", "ssl=on"]);
        }
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut this = Self { folder, server, port };
        let until = Instant::now() + Duration::from_secs(30);
        while this.try_client().is_none() {
            assert!(Instant::now() < until && this.server.try_wait().unwrap().is_none(), "the server does not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        let mut client = this.client();
        client.batch_execute(&format!("CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")).unwrap();
        client.batch_execute("CREATE DATABASE returns").unwrap();
        this
    }

    fn try_client(&self) -> Option<Client> {
        self.keeper("postgres").ok()
    }

    fn keeper(&self, database: &str) -> Result<Client, postgres::Error> {
        let mut config = postgres::Config::new();
        config.host_path(self.folder.path()).port(self.port).user(KEEPER).dbname(database).connect(NoTls)
    }

    fn client(&self) -> Client {
        self.keeper("postgres").unwrap()
    }

    /// The database, as who may do everything.
    pub(crate) fn returns(&self) -> Client {
        self.keeper("returns").unwrap()
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("postgresql://127.0.0.1:{}/returns", self.port)
    }

    /// Stops it, as when the machine goes down.
    pub(crate) fn stop(&mut self) {
        let mut stop = command("pg_ctl");
        stop.args(["stop", "-m", "immediate", "-D"]).arg(self.folder.path().join("data"));
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = self.server.wait();
    }
}

fn owner(data: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(data)
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}
