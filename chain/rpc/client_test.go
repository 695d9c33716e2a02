package rpc

import (
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// Of go-ethereum's node, which leaves them behind when it is closed.
		goleak.IgnoreAnyFunction("github.com/ethereum/go-ethereum/core.(*txSenderCacher).cache"),
		goleak.IgnoreAnyFunction("github.com/ethereum/go-ethereum/eth/filters.(*FilterAPI).NewHeads.func1"),
		goleak.IgnoreTopFunction("github.com/syndtr/goleveldb/leveldb.(*DB).mpoolDrain"),
	)
}

// Both transports follow the same chain through blocks with and without logs
// and through a reorg.
func TestFollowNode(t *testing.T) {
	for _, transport := range []string{"http", "ws"} {
		t.Run(transport, func(t *testing.T) {
			node := newTestNode(t)
			url := map[string]string{"http": node.http, "ws": node.ws}[transport]
			client := dial(t, Options{Endpoints: []Endpoint{{Name: "sim", URL: url}}, Poll: 20e6})
			f := follow(t, client, chain.FollowerOptions{Retry: 20e6})
			ctx := testContext(t)

			next := func(after chain.Ref) chain.Step {
				t.Helper()
				step, err := f.Next(ctx, after, want)
				if err != nil {
					t.Fatal(err)
				}
				return step
			}
			node.emit(topic, common.Hash{1}, []byte("one"))
			node.emit(common.Hash{9}, common.Hash{}, nil)
			node.Commit()
			tip := chain.Ref{}
			step := next(tip)
			if step.Block == nil || step.Block.Number != 1 || len(step.Block.Logs) != 1 || string(step.Block.Logs[0].Data) != "one" {
				t.Fatalf("first step is %+v", step)
			}
			if l := step.Block.Logs[0]; l.BlockTimestamp != step.Block.Time || step.Block.Time == 0 {
				t.Fatalf("log's time is %d, block's %d", l.BlockTimestamp, step.Block.Time)
			}
			one := step.Block.Ref
			node.Commit()
			two := next(one).Block.Ref
			results, err := step.Block.Reader.Call(ctx, []chain.Call{{To: emitter}, {To: emitter, Data: []byte{1}}, {To: emitter, Data: []byte{1, 2}}})
			if err != nil {
				t.Fatal(err)
			}
			if w, ok := results[0].Word(0); !ok || w[31] != 1 {
				t.Fatalf("the number of block 1 read as of block 1 is %x", results[0].Data)
			}
			if !results[1].Reverted || !results[2].Reverted || len(results[2].Data) != 32 {
				t.Fatalf("reverts read as %+v", results[1:])
			}

			if err := node.Fork(one.Hash); err != nil {
				t.Fatal(err)
			}
			node.emit(topic, common.Hash{2}, []byte("other"))
			node.Commit()
			node.Commit()
			if step := next(two); !step.Undo {
				t.Fatalf("after a block that is gone: %+v", step)
			}
			step = next(one)
			if step.Block == nil || step.Block.Number != 2 || step.Block.Hash == two.Hash || len(step.Block.Logs) != 1 {
				t.Fatalf("on the other branch: %+v", step)
			}
		})
	}
}
