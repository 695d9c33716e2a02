package devnet

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"
)

// nodes are the kinds of node that every promise of Node is checked on.
var nodes = map[string]func(*testing.T) *Chain{"geth": startGeth, "anvil": startAnvil}

func startAnvil(t *testing.T) *Chain {
	t.Helper()
	node, err := StartAnvil(t.Context(), AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return newChain(t, node)
}

func startGeth(t *testing.T) *Chain {
	t.Helper()
	node, err := StartGeth(GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return newChain(t, node)
}

func newChain(t *testing.T, node Node) *Chain {
	t.Helper()
	t.Cleanup(func() {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	chain, err := NewChain(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func TestNodeMinesWhenTold(t *testing.T) {
	for name, start := range nodes {
		t.Run(name, func(t *testing.T) {
			ctx, chain := t.Context(), start(t)
			before := chain.Head()
			if before.Number != 0 || before.Time != defaultGenesis {
				t.Fatalf("chain begins with block %d at %d", before.Number, before.Time)
			}
			alice := NewAccount("alice")
			if err := chain.Fund(ctx, alice); err != nil {
				t.Fatal(err)
			}
			block, err := chain.Commit(ctx, 86400)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := block.Time, before.Time+1+86400; got != want {
				t.Errorf("block at %d, want %d", got, want)
			}
			if err := chain.Node.Mine(ctx, block.Time); err == nil {
				t.Error("a block at its parent's time was mined")
			}
			for _, url := range []string{chain.Node.HTTP(), chain.Node.WS()} {
				client, err := ethclient.DialContext(ctx, url)
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				head, err := client.HeaderByNumber(ctx, nil)
				if err != nil {
					t.Fatal(err)
				}
				if head.Hash() != block.Hash {
					t.Errorf("%s has head %s, want %s", url, head.Hash(), block.Hash)
				}
				id, err := client.ChainID(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if id.Int64() != ChainID {
					t.Errorf("chain id is %d, want %d", id, ChainID)
				}
			}
		})
	}
}

func TestNodeRewinds(t *testing.T) {
	for name, start := range nodes {
		t.Run(name, func(t *testing.T) {
			ctx, chain := t.Context(), start(t)
			users, err := chain.Users(ctx, 1)
			if err != nil {
				t.Fatal(err)
			}
			fork := chain.Head()
			var lost common.Hash
			for range 3 {
				to := NewAccount("bob").Address
				block, err := chain.Run(ctx, Call{Name: "greet", From: users[0], To: &to})
				if err != nil {
					t.Fatal(err)
				}
				lost = block.Results[0].Receipt.TxHash
			}
			gone := chain.Head()
			if err := chain.Rewind(ctx, 3); err != nil {
				t.Fatal(err)
			}
			if got := chain.Head(); got.Hash != fork.Hash {
				t.Fatalf("head after rewind is %d %s, want %d %s", got.Number, got.Hash, fork.Number, fork.Hash)
			}
			for range 3 {
				block, err := chain.Commit(ctx, 1)
				if err != nil {
					t.Fatal(err)
				}
				if n, err := chain.Node.Client().TransactionCount(ctx, block.Hash); err != nil || n != 0 {
					t.Errorf("block %d has %d transactions, error %v", block.Number, n, err)
				}
			}
			if got := chain.Head(); got.Number != gone.Number || got.Hash == gone.Hash {
				t.Errorf("other branch ends with %d %s, lost one with %d %s", got.Number, got.Hash, gone.Number, gone.Hash)
			}
			if receipt, err := chain.Node.Client().TransactionReceipt(ctx, lost); err == nil {
				t.Errorf("lost transaction is in block %d", receipt.BlockNumber)
			}
			to := NewAccount("bob").Address
			if _, err := chain.Run(ctx, Call{Name: "greet", From: users[0], To: &to}); err != nil {
				t.Errorf("account can't go on after the rewind: %v", err)
			}
		})
	}
}

func TestNodeKeepsFinalizedBlocks(t *testing.T) {
	for name, start := range nodes {
		t.Run(name, func(t *testing.T) {
			ctx, chain := t.Context(), start(t)
			for range 50 {
				if _, err := chain.Commit(ctx, 1); err != nil {
					t.Fatal(err)
				}
			}
			head := chain.Head()
			if err := chain.Rewind(ctx, 33); !errors.Is(err, ErrFinalized) {
				t.Errorf("rewinding beyond the finalized block: %v", err)
			}
			if got := chain.Head(); got.Hash != head.Hash {
				t.Errorf("head moved to %d", got.Number)
			}
		})
	}
}

func TestAnvilReorgs(t *testing.T) {
	ctx := t.Context()
	node, err := StartAnvil(ctx, AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	chain := newChain(t, node)
	for range 5 {
		if _, err := chain.Users(ctx, 1); err != nil {
			t.Fatal(err)
		}
	}
	gone := chain.Head()
	if err := node.Reorg(ctx, 3); err != nil {
		t.Fatal(err)
	}
	if err := chain.Resume(ctx); err != nil {
		t.Fatal(err)
	}
	head := chain.Head()
	if head.Number != gone.Number || head.Hash == gone.Hash {
		t.Errorf("head is %d %s, was %d %s", head.Number, head.Hash, gone.Number, gone.Hash)
	}
	if n, err := node.Client().TransactionCount(ctx, head.Hash); err != nil || n != 0 {
		t.Errorf("new head has %d transactions, error %v", n, err)
	}
	if _, err := chain.Users(ctx, 1); err != nil {
		t.Errorf("chain can't go on after the reorg: %v", err)
	}
	for range 40 {
		if _, err := chain.Commit(ctx, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := node.Reorg(ctx, 30); !errors.Is(err, ErrFinalized) {
		t.Errorf("replacing finalized blocks: %v", err)
	}
}
