module bench

go 1.19

require github.com/kgiton/kgiton-go/v2 v2.0.0

replace github.com/kgiton/kgiton-go/v2 => ../../../packages/go
