package chain

import "context"

// recently is for how many blocks before the newest even a final one is read like those that aren't. Where blocks are
// final at once, and many a second, the head is there; and an answer about a range has nothing in it that shows what is
// missing.
const recently = 64

// linked reports whether the branch leads from a block near the newest to one that is final.
func (f *Follower) linked(number uint64) bool {
	f.join(f.heads.Final)
	last := f.branch.at(f.joined.Number)
	return number <= f.joined.Number && last != nil && last.Hash == f.joined.Hash && f.branch.at(number) != nil &&
		f.recently(number)
}

// join notes that a final block is on the branch, if it is.
func (f *Follower) join(final Head) {
	if h := f.branch.at(final.Number); h != nil && h.Hash == final.Hash && final.Number > f.joined.Number {
		f.joined = final.Ref
	}
}

func (f *Follower) recently(number uint64) bool { return f.heads.Latest.Number < number+recently }

// link gets the headers that lead from a block near the newest to the final one, where the branch doesn't have them.
func (f *Follower) link(ctx context.Context, number uint64) error {
	if !f.recently(number) || f.linked(number) {
		return nil
	}
	final, ask := f.heads.Final, &Ask{}
	for n := number; n <= final.Number; n++ {
		ask.Headers = append(ask.Headers, n)
	}
	asked := len(ask.Headers)
	answer, err := f.fetch(ctx, ask)
	if err != nil {
		return err
	}
	for _, h := range answer.Headers[:asked] {
		if h != nil {
			f.branch.put(h)
		}
	}
	f.join(final)
	return nil
}
