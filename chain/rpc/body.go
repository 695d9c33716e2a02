package rpc

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
)

// maxKept: a larger buffer is not kept for the next answer.
const maxKept = 16 << 20

// buffers are kept for the next answer.
type buffers struct{ pool sync.Pool }

func (b *buffers) take() *bytes.Buffer {
	if buf, ok := b.pool.Get().(*bytes.Buffer); ok {
		return buf
	}
	return new(bytes.Buffer)
}

func (b *buffers) keep(buf *bytes.Buffer) {
	if buf.Cap() <= maxKept {
		buf.Reset()
		b.pool.Put(buf)
	}
}

// fill fills the buffer with an answer of at most max bytes. A long one waits for the token of its endpoint.
func fill(ctx context.Context, buf *bytes.Buffer, body io.Reader, max int64, long chan struct{}) error {
	body = io.LimitReader(body, max+1)
	room := int64(piece)
	if free := int64(buf.Available() - bytes.MinRead); free > room {
		room = free
	}
	n, err := buf.ReadFrom(io.LimitReader(body, room))
	if err == nil && n == room {
		err = gather(ctx, buf, body, max, long)
	}
	if err == nil && int64(buf.Len()) > max {
		err = errTooLarge
	}
	return err
}

// piece is how much of a long answer is read at a time, and freely how much before it must be the only one of its
// endpoint: others wait where they are.
const (
	piece  = 1 << 20
	freely = 2 << 20
)

var pieces = sync.Pool{New: func() any { return new([piece]byte) }}

// gather reads the rest of an answer of which it isn't known how long it is. A buffer that grows while it is filled
// would take three times what the answer may have.
func gather(ctx context.Context, buf *bytes.Buffer, body io.Reader, max int64, long chan struct{}) error {
	var read []*[piece]byte
	defer func() {
		for _, p := range read {
			pieces.Put(p)
		}
	}()
	size, alone := int64(buf.Len()), false
	for begun := size; ; {
		if size-begun >= freely && !alone {
			select {
			case long <- struct{}{}:
				alone = true
				defer func() { <-long }()
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		p := pieces.Get().(*[piece]byte)
		read = append(read, p)
		n, err := io.ReadFull(body, p[:])
		size += int64(n)
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			return whole(buf, read, n, size, max)
		}
		if err != nil {
			return err
		}
	}
}

// whole adds pieces, of which the last is so long, to what was read before.
func whole(buf *bytes.Buffer, read []*[piece]byte, last int, size, max int64) error {
	if size > max {
		return errTooLarge
	}
	buf.Grow(int(size) - buf.Len())
	for i, p := range read {
		if i < len(read)-1 {
			buf.Write(p[:])
		} else {
			buf.Write(p[:last])
		}
	}
	return nil
}
