package state

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"reflect"
	"unsafe"

	"github.com/holiman/uint256"
)

// mustBePlain panics unless T is fixed-size data without pointers and without
// padding: only then are its bytes in memory its whole value.
func mustBePlain[T any](table string) {
	t := reflect.TypeFor[T]()
	size, ok := plainSize(t)
	if !ok {
		panic(fmt.Sprintf("state: table %q: %v holds a pointer", table, t))
	}
	if size != t.Size() {
		panic(fmt.Sprintf("state: table %q: %v has %d bytes of padding", table, t, t.Size()-size))
	}
}

// plainSize adds up the sizes of the fields of a type that has no pointers.
func plainSize(t reflect.Type) (uintptr, bool) {
	switch t.Kind() {
	case reflect.Bool, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return t.Size(), true
	case reflect.Array:
		size, ok := plainSize(t.Elem())
		return size * uintptr(t.Len()), ok
	case reflect.Struct:
		var sum uintptr
		for i := range t.NumField() {
			size, ok := plainSize(t.Field(i).Type)
			if !ok {
				return 0, false
			}
			sum += size
		}
		return sum, true
	default:
		return 0, false
	}
}

// layout describes a plain type so that a file written with another layout is
// recognised.
func layout(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), layout(t.Elem()))
	case reflect.Struct:
		s := "{"
		for i := range t.NumField() {
			s += t.Field(i).Name + " " + layout(t.Field(i).Type) + ";"
		}
		return s + "}"
	default:
		return t.Kind().String()
	}
}

// bytesOf is a plain value's memory.
func bytesOf[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}

// bytesOfSlice is the memory of a slice of plain values.
func bytesOfSlice[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), uintptr(len(s))*unsafe.Sizeof(s[0]))
}

// digester adds the hash of each row to a sum, so that order doesn't matter.
type digester struct {
	label string
	sum   *uint256.Int
	h     hash.Hash
	buf   [sha256.Size]byte
}

func newDigester(label string, sum *uint256.Int) *digester {
	return &digester{label: label, sum: sum, h: sha256.New()}
}

func (d *digester) add(parts ...[]byte) {
	d.h.Reset()
	d.h.Write([]byte(d.label))
	for _, p := range parts {
		d.h.Write(p)
	}
	var term uint256.Int
	d.sum.Add(d.sum, term.SetBytes(d.h.Sum(d.buf[:0])))
}
