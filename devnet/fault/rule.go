package fault

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// On applies a rule to one method alone.
func On(method string, rule Rule) Rule {
	return func(q *Request, ask func(*Request) Reply) Reply {
		if q.Method != method {
			return ask(q)
		}
		return rule(q, ask)
	}
}

// First applies a rule to so many requests, then no more.
func First(times int64, rule Rule) Rule {
	var left atomic.Int64
	left.Store(times)
	return func(q *Request, ask func(*Request) Reply) Reply {
		if left.Add(-1) < 0 {
			return ask(q)
		}
		return rule(q, ask)
	}
}

// Every applies a rule to each request of that number.
func Every(nth int64, rule Rule) Rule {
	var count atomic.Int64
	return func(q *Request, ask func(*Request) Reply) Reply {
		if count.Add(1)%nth != 0 {
			return ask(q)
		}
		return rule(q, ask)
	}
}

// Sometimes applies a rule to a share of all requests, as a seed decides.
func Sometimes(seed uint64, share float64, rule Rule) Rule {
	var mu sync.Mutex
	rng := rand.New(rand.NewPCG(seed, 1))
	return func(q *Request, ask func(*Request) Reply) Reply {
		mu.Lock()
		hit := rng.Float64() < share
		mu.Unlock()
		if !hit {
			return ask(q)
		}
		return rule(q, ask)
	}
}

// Say answers with a result.
func Say(result string) Rule {
	return func(*Request, func(*Request) Reply) Reply { return Reply{Result: json.RawMessage(result)} }
}

// Refuse answers with an error.
func Refuse(code int, message string) Rule {
	return func(*Request, func(*Request) Reply) Reply { return Reply{Error: &Error{Code: code, Message: message}} }
}

// Silent answers nothing, ever.
func Silent() Rule {
	return func(*Request, func(*Request) Reply) Reply { return Reply{} }
}

// Late answers after a while.
func Late(d time.Duration) Rule {
	return func(q *Request, ask func(*Request) Reply) Reply {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
		case <-q.closing:
		}
		return ask(q)
	}
}

// Text answers with what stands for the whole element; ID in it is replaced by
// the request's, RESULT by the result.
func Text(text string) Rule {
	return func(q *Request, ask func(*Request) Reply) Reply {
		r := ask(q)
		out := bytes.ReplaceAll([]byte(text), []byte("ID"), q.ID)
		return Reply{Text: string(bytes.ReplaceAll(out, []byte("RESULT"), r.Result))}
	}
}

// Change edits results that are JSON objects or null, nil then.
func Change(edit func(map[string]any)) Rule {
	return func(q *Request, ask func(*Request) Reply) Reply {
		r := ask(q)
		var object map[string]any
		if r.Error == nil && json.Unmarshal(r.Result, &object) == nil && object != nil {
			edit(object)
			r.Result = quoted(object)
		}
		return r
	}
}

// DropLog takes one log out of every answer that has any: out of lists of logs,
// and out of lists of receipts.
func DropLog() Rule {
	return func(q *Request, ask func(*Request) Reply) Reply {
		r := ask(q)
		var list []map[string]any
		if r.Error != nil || json.Unmarshal(r.Result, &list) != nil {
			return r
		}
		if q.Method == "eth_getLogs" && len(list) > 0 {
			return Reply{Result: quoted(slices.Delete(list, len(list)/2, len(list)/2+1))}
		}
		for _, receipt := range list {
			if logs, ok := receipt["logs"].([]any); ok && len(logs) > 0 {
				receipt["logs"] = logs[:len(logs)-1]
				return Reply{Result: quoted(list)}
			}
		}
		return r
	}
}

// As answers as another node does, whose rules and branch are its own.
func As(other *Node) Rule {
	return func(q *Request, _ func(*Request) Reply) Reply {
		other.mu.Lock()
		rules := other.rules
		other.mu.Unlock()
		return other.reply(q, rules, nil)
	}
}

// Then does something before a request is answered.
func Then(do func(*Request)) Rule {
	return func(q *Request, ask func(*Request) Reply) Reply {
		do(q)
		return ask(q)
	}
}
