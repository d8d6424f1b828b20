//! Work on many items at once, with the results in the order of the items and a bounded number in hand.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex};

/// Items in hand for each thread: enough that none waits for the others, few enough that memory stays small.
const IN_HAND: usize = 4;

/// Counts items that were taken from the source and not yet given to the sink.
struct Permits {
    free: Mutex<usize>,
    returned: Condvar,
}

impl Permits {
    fn take(&self) {
        let mut free = self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        while *free == 0 {
            free = self.returned.wait(free).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        *free -= 1;
    }

    fn give(&self) {
        *self.free.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += 1;
        self.returned.notify_one();
    }
}

/// Takes items from `source` on a thread of its own, works on them on `threads` threads, each with a state made by
/// `state`, and gives the results to `sink` on the calling thread, in the order of the items.
///
/// When `sink` breaks off, items in hand are dropped and nothing more is taken.
pub(crate) fn in_order<T, U, S>(
    source: impl Iterator<Item = T> + Send,
    threads: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> U + Sync,
    mut sink: impl FnMut(U) -> ControlFlow<()>,
) where
    T: Send,
    U: Send,
{
    let threads = threads.max(1);
    let in_hand = threads * IN_HAND;
    let stopped = AtomicBool::new(false);
    let permits = Permits { free: Mutex::new(in_hand), returned: Condvar::new() };
    let (to_workers, items) = sync_channel::<(u64, T)>(in_hand);
    let (to_sink, results) = sync_channel::<(u64, U)>(in_hand);
    let items = Mutex::new(items);
    std::thread::scope(|scope| {
        scope.spawn(|| feed(source, &permits, &stopped, to_workers));
        for _ in 0..threads {
            let (to_sink, items, state, work) = (to_sink.clone(), &items, &state, &work);
            scope.spawn(move || {
                let mut state = state();
                while let Some((number, item)) = next(items) {
                    if to_sink.send((number, work(&mut state, item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(to_sink);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (number, result) in &results {
            early.insert(number, result);
            while let Some(result) = early.remove(&due) {
                due += 1;
                permits.give();
                if sink(result).is_break() {
                    // Closing the channel ends the workers; the feeder may be waiting for a permit.
                    drop(results);
                    stopped.store(true, Ordering::SeqCst);
                    permits.give();
                    return;
                }
            }
        }
    });
}

fn feed<T>(
    source: impl Iterator<Item = T>,
    permits: &Permits,
    stopped: &AtomicBool,
    to_workers: SyncSender<(u64, T)>,
) {
    let mut source = source;
    for number in 0.. {
        // There are as many permits as places in the channel, so sending never waits.
        permits.take();
        if stopped.load(Ordering::SeqCst) {
            break;
        }
        let Some(item) = source.next() else { break };
        if to_workers.send((number, item)).is_err() {
            break;
        }
    }
}

fn next<T>(items: &Mutex<Receiver<T>>) -> Option<T> {
    items.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |_: &mut (), n: u64| {
                std::thread::yield_now();
                n * n
            };
            in_order(
                0..500u64,
                threads,
                || (),
                work,
                |n| {
                    seen.push(n);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(seen, (0..500u64).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn breaking_off_ends_everything() {
        for stop in [0, 1, 50] {
            let mut seen = 0;
            in_order(
                0..,
                3,
                || (),
                |(), n: u64| n,
                |n| {
                    seen += 1;
                    if n == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(seen, stop + 1);
        }
    }
}
