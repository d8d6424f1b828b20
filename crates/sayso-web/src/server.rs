//! Listening, and stopping.

use crate::guard::Access;
use crate::patient::Patient;
use crate::{Failure, Library, Reads, app};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Why serving ended, or never began.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened to.
    #[error("{address}: cannot listen: {reason}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        reason: String,
    },
    /// Others could use it without a token.
    #[error("{0}")]
    Access(String),
    /// The database refuses.
    #[error(transparent)]
    Library(#[from] Failure),
    /// The system gives no threads.
    #[error("cannot start: {0}")]
    Start(#[from] std::io::Error),
}

/// Connections at a time; more wait.
const CONNECTIONS: usize = 512;
/// How long a request's head may take to arrive.
const HEAD: Duration = Duration::from_secs(10);
/// How long nothing of an answer may be taken by who asked for it.
const TAKING: Duration = Duration::from_secs(30);
/// How long open requests may still take once the server is to stop.
const LAST: Duration = Duration::from_secs(5);

/// Serves the pages over a database until the process is told to stop (Ctrl-C, SIGTERM).
///
/// `ready` is called once with the address that is listened to. Without `token` the address must be one that this
/// machine alone can reach.
///
/// # Errors
/// When the database or the address cannot be used.
pub fn serve(
    database: &Path,
    address: SocketAddr,
    token: Option<&str>,
    reads: Option<Arc<dyn Reads>>,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let access = Access::new(token, address.ip().is_loopback()).map_err(ServeError::Access)?;
    let library = Arc::new(Library::open(database)?);
    library.prepare()?;
    library.keep_ready();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(128).build()?;
    runtime.block_on(async {
        let refused = |e: std::io::Error| ServeError::Listen { address, reason: e.to_string() };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        ready(listener.local_addr().map_err(refused)?);
        listen(listener, app(library, access, reads)).await;
        Ok(())
    })
}

async fn listen(listener: TcpListener, app: axum::Router) {
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(told_to_stop());
    loop {
        let accept = async {
            let permit = connections.clone().acquire_owned().await;
            (listener.accept().await, permit)
        };
        let (accepted, permit) = {
            let mut accept = std::pin::pin!(accept);
            let next = std::future::poll_fn(|context| {
                use std::task::Poll;
                if stop.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
                accept.as_mut().poll(context).map(Some)
            });
            match next.await {
                Some(found) => found,
                None => break,
            }
        };
        let Ok((stream, _)) = accepted else {
            // Out of file handles, say: wait until some are free again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(app.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(64 << 10)
            .serve_connection(TokioIo::new(Patient::new(stream, TAKING)), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _permit = permit;
            // Whoever asked has gone away, or sent what is no HTTP: nobody is left to tell.
            let _ = connection.await;
        });
    }
    let _ = tokio::time::timeout(LAST, graceful.shutdown()).await;
}

async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        if let (Ok(mut terminate), Ok(mut interrupt)) = (terminate, interrupt) {
            return std::future::poll_fn(|context| {
                let told = terminate.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready();
                if told { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
