namespace HmacKit.Fuzz;

/// <summary>Header grammars of every scheme: what comes in headers gives a status, the same in both forms, and never a yes to a key that signed nothing.</summary>
internal static class HeaderTarget
{
    public static FuzzTarget Create() => new("headers", FuzzRequest.SignedSeeds(), Run);

    private static void Run(byte[] input)
    {
        (FuzzScheme item, RawRequest request) = FuzzRequest.Read(input);
        VerificationStatus pure = item.Scheme.Verify(request, item.Ring, FuzzScheme.Now).Status;
        VerificationResult result = item.Verifier.VerifyAsync(request).AsTask().GetAwaiter().GetResult();
        FuzzTarget.Must(pure != VerificationStatus.NotVerified, "every request gets a status");
        FuzzTarget.Must(result.IsValid == (pure == VerificationStatus.Valid), $"both forms say the same, not {pure} and {result.Status}");
        FuzzTarget.Must(item.Scheme.IsToken || !item.Scheme.Verify(request, item.WrongRing, FuzzScheme.Now).IsValid, "a key that signed nothing accepts nothing");
    }
}
