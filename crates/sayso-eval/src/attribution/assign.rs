//! Maximum-weight assignment (the Hungarian method).

/// Pairs `(row, column)` of a rows × columns matrix of weights ≥ 0 with the greatest sum, in row order; pairs of
/// weight 0 are left out.
pub(crate) fn assign(weight: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let rows = weight.len();
    let columns = weight.first().map_or(0, Vec::len);
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    if rows > columns {
        let flipped: Vec<Vec<f64>> =
            (0..columns).map(|c| (0..rows).map(|r| weight[r][c]).collect()).collect();
        let mut pairs: Vec<(usize, usize)> = assign(&flipped).into_iter().map(|(c, r)| (r, c)).collect();
        pairs.sort_unstable();
        return pairs;
    }
    let mut u = vec![0.0; rows + 1];
    let mut v = vec![0.0; columns + 1];
    let mut owner = vec![0usize; columns + 1];
    let mut way = vec![0usize; columns + 1];
    for row in 1..=rows {
        owner[0] = row;
        let mut j0 = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut used = vec![false; columns + 1];
        loop {
            used[j0] = true;
            let i0 = owner[j0];
            let (mut delta, mut j1) = (f64::INFINITY, 0);
            for j in 1..=columns {
                if used[j] {
                    continue;
                }
                let cost = -weight[i0 - 1][j - 1] - u[i0] - v[j];
                if cost < least[j] {
                    least[j] = cost;
                    way[j] = j0;
                }
                if least[j] < delta {
                    delta = least[j];
                    j1 = j;
                }
            }
            for j in 0..=columns {
                if used[j] {
                    u[owner[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            j0 = j1;
            if owner[j0] == 0 {
                break;
            }
        }
        while j0 != 0 {
            let j1 = way[j0];
            owner[j0] = owner[j1];
            j0 = j1;
        }
    }
    let mut pairs: Vec<(usize, usize)> = (1..=columns)
        .filter(|j| owner[*j] != 0 && weight[owner[*j] - 1][j - 1] > 0.0)
        .map(|j| (owner[j] - 1, j - 1))
        .collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::assign;
    use proptest::prelude::*;

    /// The best sum by trying every choice.
    fn brute(weight: &[Vec<f64>], row: usize, used: &mut Vec<bool>) -> f64 {
        if row == weight.len() {
            return 0.0;
        }
        let mut best = brute(weight, row + 1, used);
        for column in 0..used.len() {
            if !used[column] {
                used[column] = true;
                best = best.max(weight[row][column] + brute(weight, row + 1, used));
                used[column] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn as_good_as_trying_everything(
            weight in (1usize..5, 1usize..5).prop_flat_map(|(r, c)| {
                proptest::collection::vec(proptest::collection::vec(prop_oneof![Just(0.0), 0.0..1.0f64], c), r)
            })
        ) {
            let pairs = assign(&weight);
            let sum: f64 = pairs.iter().map(|(r, c)| weight[*r][*c]).sum();
            let best = brute(&weight, 0, &mut vec![false; weight[0].len()]);
            prop_assert!((sum - best).abs() < 1e-9);
        }
    }
}
