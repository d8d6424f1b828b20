//! A connection that is given up when its other end takes nothing for too long.

use std::io::{Error, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A stream whose writes fail once nothing could be written for a while: who asks and never reads the answer must not
/// keep a connection for good.
pub(crate) struct Patient<S> {
    stream: S,
    patience: Duration,
    late: Pin<Box<Sleep>>,
    waiting: bool,
}

impl<S> Patient<S> {
    pub(crate) fn new(stream: S, patience: Duration) -> Patient<S> {
        Patient { stream, patience, late: Box::pin(sleep(patience)), waiting: false }
    }

    /// What came of a write: as it is, unless it has waited for too long.
    fn in_time<T>(
        &mut self,
        context: &mut Context<'_>,
        done: Poll<Result<T, Error>>,
    ) -> Poll<Result<T, Error>> {
        if done.is_ready() {
            self.waiting = false;
            return done;
        }
        if !std::mem::replace(&mut self.waiting, true) {
            self.late.as_mut().reset(Instant::now() + self.patience);
        }
        ready!(self.late.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<Result<usize, Error>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.in_time(cx, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<Result<usize, Error>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.in_time(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use tokio::net::TcpListener;

    /// Writes so many bytes to a reader that does this.
    fn written(
        bytes: usize,
        patience: u64,
        reads: impl FnOnce(std::net::TcpStream) + Send + 'static,
    ) -> Option<Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let reader = std::thread::spawn(move || reads(std::net::TcpStream::connect(address).unwrap()));
            let (stream, _) = listener.accept().await.unwrap();
            let mut patient = Patient::new(stream, Duration::from_millis(patience));
            let (chunk, mut left, mut failed) = (vec![0; 1 << 16], bytes, None);
            while left > 0 && failed.is_none() {
                let most = left.min(chunk.len());
                match std::future::poll_fn(|cx| Pin::new(&mut patient).poll_write(cx, &chunk[..most])).await {
                    Ok(count) => left -= count,
                    Err(error) => failed = Some(error),
                }
            }
            drop(patient);
            reader.join().unwrap();
            failed
        })
    }

    #[test]
    fn who_never_reads_is_given_up() {
        let (tell, told) = std::sync::mpsc::channel::<()>();
        let failed = written(64 << 20, 100, move |stream| {
            // Held until the writer has given up.
            let _ = told.recv_timeout(Duration::from_secs(2));
            drop(stream);
        });
        drop(tell);
        assert_eq!(failed.map(|e| e.kind()), Some(ErrorKind::TimedOut));
    }

    #[test]
    fn who_reads_slowly_is_waited_for() {
        let failed = written(24 << 20, 2000, |mut stream| {
            let mut chunk = vec![0; 1 << 20];
            while stream.read(&mut chunk).is_ok_and(|n| n > 0) {
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        assert!(failed.is_none(), "{failed:?}");
    }
}
