package prices

import (
	"errors"
	"testing"

	"brink/chain"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

func word(v uint64) chain.Result {
	w := uint256.NewInt(v).Bytes32()
	return chain.Result{Data: w[:]}
}

func TestUnknownUntilReadAndAgainWhenRefused(t *testing.T) {
	var db state.DB
	book := NewBook(&db)
	id, err := book.Watch(chain.Call{To: common.Address{1}, Data: []byte{1, 2, 3, 4}}, Price)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := book.Watch(chain.Call{To: common.Address{1}, Data: []byte{1, 2, 3, 4}}, Price); again != id {
		t.Fatalf("watching twice gave %d and %d", id, again)
	}
	if _, ok := book.View(0).Price(id); ok {
		t.Fatal("a source that was never read has a price")
	}
	var changed []ID
	read := func(time uint64, r chain.Result) {
		db.Begin()
		if err := book.Query(0, time, func(id ID) { changed = append(changed, id) }).Answer([]chain.Result{r}); err != nil {
			t.Fatal(err)
		}
	}
	read(10, word(7))
	read(20, word(7))
	if len(changed) != 1 {
		t.Fatalf("changed %v, want once", changed)
	}
	old := book.View(20)
	for _, bad := range []chain.Result{{Reverted: true}, {Data: []byte{1}}, {Data: make([]byte, 64)}, {}} {
		read(30, bad)
		if p, ok := book.View(30).Price(id); ok {
			t.Fatalf("answer %v gave price %v", bad, p)
		}
		read(40, word(7))
	}
	if p, ok := old.Price(id); !ok || p != *uint256.NewInt(7) {
		t.Fatal("a view changed with its book")
	}
	what := old.With(id, uint256.NewInt(9))
	if p, _ := what.Price(id); p != *uint256.NewInt(9) {
		t.Fatalf("what-if price is %v", p)
	}
	for db.Marks() > 0 {
		if err := db.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := book.View(0).Price(id); ok {
		t.Fatal("undone to the start, the source still has a price")
	}
	if _, err := book.Watch(chain.Call{Data: make([]byte, maxCall+1)}, Price); !errors.Is(err, ErrCallTooLong) {
		t.Fatalf("long call data gave %v", err)
	}
}

// Before a block's logs contracts hold what they held after the block before, but prices are the block's.
func TestBetweenBlocks(t *testing.T) {
	var db state.DB
	book := NewBook(&db)
	var ids [2]ID
	for i, role := range []Role{Price, Quantity} {
		var err error
		if ids[i], err = book.Watch(chain.Call{To: common.Address{1}, Data: []byte{byte(i)}}, role); err != nil {
			t.Fatal(err)
		}
	}
	read := func(time, price, quantity uint64) {
		db.Begin()
		if err := book.Query(0, time, func(ID) {}).Answer([]chain.Result{word(price), word(quantity)}); err != nil {
			t.Fatal(err)
		}
	}
	read(10, 1, 2)
	before := book.View(10)
	read(20, 3, 4)
	v := book.Between(before, 20)
	price, _ := v.Price(ids[0])
	quantity, _ := v.Price(ids[1])
	if v.Time != 20 || price != *uint256.NewInt(3) || quantity != *uint256.NewInt(2) {
		t.Errorf("at %d the price is %v, the quantity %v", v.Time, &price, &quantity)
	}
	if _, ok := book.Between(View{}, 20).Price(ids[1]); ok {
		t.Error("a quantity is known of a block that wasn't read")
	}
}
