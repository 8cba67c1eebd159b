namespace HmacKit;

/// <summary>Slips with the algorithm.</summary>
internal static class AlgorithmSlips
{
    private static readonly HmacAlgorithm[] Algorithms =
        [HmacAlgorithm.Sha256, HmacAlgorithm.Sha512, HmacAlgorithm.Sha1ForLegacyUseOnly, HmacAlgorithm.Sha384];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        foreach (HmacAlgorithm algorithm in Algorithms.Where(algorithm => algorithm != signed.Algorithm))
        {
            yield return new(signed with { Algorithm = algorithm }, SignatureCauses.AlgorithmOther, $"{algorithm} in place of {signed.Scheme.Algorithm}");
        }

        yield return new(signed with { Mac = MacKind.Swapped }, SignatureCauses.AlgorithmSwapped, "an HMAC of the secret with the message as key");
        foreach (HmacAlgorithm algorithm in Algorithms)
        {
            foreach ((MacKind kind, string what) in ((MacKind, string)[])
                [(MacKind.MessageAlone, "the message alone"), (MacKind.SecretThenMessage, "the secret and then the message"), (MacKind.MessageThenSecret, "the message and then the secret")])
            {
                yield return new(signed with { Algorithm = algorithm, Mac = kind }, SignatureCauses.AlgorithmPlainHash, $"a plain {algorithm.Hash} of {what}");
            }
        }
    }
}
