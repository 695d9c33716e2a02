package state

// atOnce is for how many rows' entries the processor may wait at a time.
const atOnce = 64

// Fetch brings rows near that are about to be read one by one, and that lie all over a large memory: to wait for them is
// most of what it takes to evaluate a position. Here the processor waits for many at once. Nothing changes; the sum is
// of no use but that nobody may leave the reading out.
//
//go:noinline
func Fetch[K comparable, H, E any, R ~uint32](l *Ledger[K, H, E], rows []R) (sum uint32) {
	var offs [atOnce]uint32
	for len(rows) > 0 {
		n := min(len(rows), atOnce)
		for i, r := range rows[:n] {
			row := &l.rows[r]
			offs[i] = row.off
			if row.len == 0 {
				offs[i] = 0
			}
		}
		for _, off := range offs[:n] {
			if int(off) < len(l.arena) {
				sum += uint32(bytesOf(&l.arena[off])[0])
			}
		}
		rows = rows[n:]
	}
	return sum
}
