package word

import (
	"bytes"
	"strings"
	"testing"

	"brink/abi/aavev3"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

func wordOf(z *uint256.Int) common.Hash { return z.Bytes32() }

func number(n uint64) common.Hash { return wordOf(uint256.NewInt(n)) }

func logOf(topics []common.Hash, words ...common.Hash) *types.Log {
	l := &types.Log{Topics: topics}
	for _, w := range words {
		l.Data = append(l.Data, w[:]...)
	}
	return l
}

func TestReadsWhatIsThere(t *testing.T) {
	a, b := common.HexToAddress("0x1234"), common.HexToAddress("0xffffffffffffffffffffffffffffffffffffffff")
	most := new(uint256.Int).SetAllOne()
	l := logOf([]common.Hash{{1}, common.BytesToHash(a[:]), number(255)},
		common.BytesToHash(b[:]), wordOf(most), number(7), number(1), number(0))
	r := Read(l, 3, 5)
	if got := r.Topic(0); got != (common.Hash{1}) {
		t.Errorf("topic 0 is %s", got)
	}
	if got := r.TopicAddress(1); got != a {
		t.Errorf("topic 1 is %s, want %s", got, a)
	}
	if got := r.TopicSmall(2, 255); got != 255 {
		t.Errorf("topic 2 is %d, want 255", got)
	}
	if got := r.Address(0); got != b {
		t.Errorf("word 0 is %s, want %s", got, b)
	}
	if got := r.Uint(1); got != *most {
		t.Errorf("word 1 is %s, want %s", &got, most)
	}
	if got := r.Word(2); got != number(7) {
		t.Errorf("word 2 is %s, want 7", got)
	}
	if got := r.Small(2, 7); got != 7 {
		t.Errorf("word 2 is %d, want 7", got)
	}
	if !r.Bool(3) || r.Bool(4) {
		t.Error("words 3 and 4 are not true and false")
	}
	if !r.OK() {
		t.Error("a good log is refused")
	}
}

func TestRefusesWhatTheTypeDoesNotAllow(t *testing.T) {
	dirty := common.Hash{11: 1}
	for name, c := range map[string]struct {
		log  *types.Log
		read func(*Reader)
	}{
		"an address with more":       {logOf([]common.Hash{{}}, dirty), func(r *Reader) { r.Address(0) }},
		"a number above its limit":   {logOf([]common.Hash{{}}, number(8)), func(r *Reader) { r.Small(0, 7) }},
		"a number beyond a word":     {logOf([]common.Hash{{}}, common.Hash{23: 1}), func(r *Reader) { r.Small(0, ^uint64(0)) }},
		"two as a boolean":           {logOf([]common.Hash{{}}, number(2)), func(r *Reader) { r.Bool(0) }},
		"a topic above its limit":    {logOf([]common.Hash{number(9)}, number(0)), func(r *Reader) { r.TopicSmall(0, 8) }},
		"a topic that is no address": {logOf([]common.Hash{dirty}, number(0)), func(r *Reader) { r.TopicAddress(0) }},
		"too many topics":            {logOf([]common.Hash{{}, {}}, number(0)), func(*Reader) {}},
		"no topics":                  {logOf(nil, number(0)), func(*Reader) {}},
		"too many words":             {logOf([]common.Hash{{}}, number(0), number(0)), func(*Reader) {}},
		"half a word":                {&types.Log{Topics: []common.Hash{{}}, Data: make([]byte, 16)}, func(*Reader) {}},
	} {
		r := Read(c.log, 1, 1)
		c.read(&r)
		if r.OK() {
			t.Errorf("%s is accepted", name)
		}
		if z := r.Uint(0); !z.IsZero() || r.TopicAddress(0) != (common.Address{}) || r.Word(0) != (common.Hash{}) ||
			r.Topic(0) != (common.Hash{}) || r.Bool(0) || r.TopicSmall(0, 9) != 0 {
			t.Errorf("%s: something is read after it", name)
		}
	}
	open := ReadOpen(logOf([]common.Hash{{}}, number(1), number(2)), 1, 1)
	if !open.OK() || !open.Bool(0) {
		t.Error("data behind the last word is refused")
	}
	if short := ReadOpen(logOf([]common.Hash{{}}), 1, 1); short.OK() {
		t.Error("a missing word is accepted")
	}
}

// The same event, with parameters indexed or not.
func TestReadsParametersWhereverTheyStand(t *testing.T) {
	a := common.HexToAddress("0x1234")
	who := common.BytesToHash(a[:])
	for name, l := range map[string]*types.Log{
		"none is indexed":  logOf([]common.Hash{{}}, who, number(7), number(1)),
		"one is indexed":   logOf([]common.Hash{{}, who}, number(7), number(1)),
		"all are indexed":  logOf([]common.Hash{{}, who, number(7), number(1)}),
		"a word too many":  logOf([]common.Hash{{}, who}, number(7), number(1), number(0)),
		"a word too few":   logOf([]common.Hash{{}, who}, number(7)),
		"a byte too many":  {Topics: []common.Hash{{}, who, number(7)}, Data: make([]byte, 33)},
		"nothing at all":   {},
		"a dirty address":  logOf([]common.Hash{{}, {1}}, number(7), number(1)),
		"no such boolean":  logOf([]common.Hash{{}, who, number(7)}, number(2)),
		"a number too big": logOf([]common.Hash{{}, who, number(8), number(1)}),
	} {
		r := ReadAll(l, 3)
		good := r.Address(0) == a && r.Small(1, 7) == 7 && r.Bool(2) && r.OK()
		if want := strings.HasSuffix(name, "indexed"); good != want {
			t.Errorf("%s: read as %s, %v", name, r.Address(0), good)
		}
	}
}

func TestNothingAllocates(t *testing.T) {
	l := logOf([]common.Hash{{}, number(1)}, number(5), number(6))
	symbol := answer(t, "WETH")
	var sum uint256.Int
	if n := testing.AllocsPerRun(100, func() {
		r := Read(l, 2, 2)
		z := r.Uint(0)
		sum.Add(&sum, &z)
		if a := r.TopicAddress(1); r.Small(1, 6) != 6 || a == (common.Address{}) || !r.OK() {
			t.Error("the log is refused")
		}
		if Symbol(symbol) == ([32]byte{}) {
			t.Error("the symbol is refused")
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// answer is what a token with that symbol answers.
func answer(t testing.TB, symbol string) []byte {
	parsed, err := aavev3.ScaledBalanceTokenMetaData.ParseABI()
	if err != nil {
		t.Fatal(err)
	}
	data, err := parsed.Methods["symbol"].Outputs.Pack(symbol)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSymbol(t *testing.T) {
	long := string(bytes.Repeat([]byte("x"), 40))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"a string":           {answer(t, "WETH"), "WETH"},
		"none":               {answer(t, ""), ""},
		"a long one":         {answer(t, long), long[:32]},
		"unreadable letters": {answer(t, "a\x00 b\u00e9\x1b[31m"), "ab[31m"},
		"a bytes32":          {common.RightPadBytes([]byte("MKR"), 32), "MKR"},
		"nothing":            {nil, ""},
		"a broken offset":    {bytes.Repeat([]byte{0xff}, 64), ""},
		"a broken length":    {append(common.LeftPadBytes([]byte{32}, 32), bytes.Repeat([]byte{0xff}, 32)...), ""},
		"a cut text":         {answer(t, "WETH")[:64], ""},
	} {
		got := Symbol(c.data)
		if text := string(bytes.TrimRight(got[:], "\x00")); text != c.want {
			t.Errorf("%s gives %q, want %q", name, text, c.want)
		}
	}
}

func FuzzSymbol(f *testing.F) {
	f.Add(answer(f, "USDC"))
	f.Add(bytes.Repeat([]byte{0xff}, 96))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := Symbol(data)
		for _, c := range bytes.TrimRight(s[:], "\x00") {
			if c <= ' ' || c >= 0x7f {
				t.Fatalf("%q has %q", s, c)
			}
		}
	})
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{1}, bytes.Repeat([]byte{0}, 64), uint8(1), uint8(2))
	f.Fuzz(func(t *testing.T, topics, data []byte, wantTopics, wantWords uint8) {
		l := &types.Log{Data: data}
		for _, b := range topics {
			h := common.Hash{31: b}
			h[b%32] = 1
			l.Topics = append(l.Topics, h)
		}
		r := Read(l, int(wantTopics), int(wantWords))
		for i := range int(wantTopics) {
			r.Topic(i)
			r.TopicAddress(i)
			r.TopicSmall(i, uint64(wantWords))
		}
		for i := range int(wantWords) {
			r.Address(i)
			r.Uint(i)
			r.Word(i)
			r.Small(i, uint64(wantTopics))
			r.Bool(i)
		}
		all := ReadAll(l, int(wantWords))
		for i := range int(wantWords) {
			all.Address(i)
			all.Uint(i)
		}
		if r.OK() && (len(topics) != int(wantTopics) || len(data) != 32*int(wantWords)) {
			t.Fatal("a log of another shape is accepted")
		}
	})
}
