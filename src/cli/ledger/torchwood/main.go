// Reads an exported ledger, and proofs of its entries, by a client for such logs that others wrote.
//
//	torchwood DIR LOG_KEY WITNESS_KEY PROOF…
//
// WITNESS_KEY may be empty. Says how many entries and proofs it has checked; whatever is wrong ends it with code 1.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	log.SetFlags(0)
	dir, policy := os.Args[1], policyOf(os.Args[2], os.Args[3])
	files := os.DirFS(dir)
	tiles, err := torchwood.NewTileFS(files)
	check(err)
	signed, err := tiles.ReadEndpoint(context.Background(), "checkpoint")
	check(err)
	checkpoint, _, err := torchwood.VerifyCheckpoint(signed, policy)
	check(err)
	client, err := torchwood.NewClient(tiles)
	check(err)
	entries := int64(0)
	for index := range client.AllEntries(context.Background(), checkpoint.Tree, 0) {
		if index != entries {
			log.Fatalf("entry %d where %d was to come", index, entries)
		}
		entries++
	}
	check(client.Err())
	if entries != checkpoint.N {
		log.Fatalf("%d entries of %d", entries, checkpoint.N)
	}
	for _, file := range os.Args[4:] {
		proof, err := os.ReadFile(file)
		check(err)
		leaf, err := torchwood.ProofExtraData(proof)
		check(err)
		check(torchwood.VerifyProof(policy, tlog.RecordHash(leaf), proof))
	}
	fmt.Printf("%d entries, %d proofs\n", entries, len(os.Args[4:]))
}

func policyOf(logKey, witnessKey string) torchwood.Policy {
	verifier, err := note.NewVerifier(logKey)
	check(err)
	policies := []torchwood.Policy{torchwood.OriginPolicy(verifier.Name()), torchwood.SingleVerifierPolicy(verifier)}
	if witnessKey != "" {
		witness, err := torchwood.NewCosignatureVerifier(witnessKey)
		check(err)
		policies = append(policies, torchwood.SingleVerifierPolicy(witness))
	}
	return torchwood.ThresholdPolicy(len(policies), policies...)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
