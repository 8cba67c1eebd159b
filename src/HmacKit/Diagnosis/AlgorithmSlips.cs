namespace HmacKit;

/// <summary>Slips with the algorithm.</summary>
internal static class AlgorithmSlips
{
    private static readonly HmacAlgorithm[] Algorithms =
        [HmacAlgorithm.Sha256, HmacAlgorithm.Sha512, HmacAlgorithm.Sha1ForLegacyUseOnly, HmacAlgorithm.Sha384];

    public static IEnumerable<Variation> Vary(Draft draft)
    {
        foreach (HmacAlgorithm algorithm in Algorithms.Where(algorithm => algorithm != draft.Algorithm))
        {
            yield return new(draft with { Algorithm = algorithm }, SignatureCauses.AlgorithmOther, $"{algorithm} in place of {draft.Scheme.Algorithm}");
        }

        foreach (HmacAlgorithm algorithm in Algorithms)
        {
            foreach ((MacKind kind, string what) in ((MacKind, string)[])
                [(MacKind.MessageAlone, "the message alone"), (MacKind.SecretThenMessage, "the secret and then the message"), (MacKind.MessageThenSecret, "the message and then the secret")])
            {
                yield return new(draft with { Algorithm = algorithm, Mac = kind }, SignatureCauses.AlgorithmPlainHash, $"a plain {algorithm.Hash} of {what}");
            }
        }
    }
}
