namespace HmacKit.Fuzz;

/// <summary>Captured requests explained: the lenient readers and the slips take whatever comes, and find no cause in what is right.</summary>
internal static class DiagnosisTarget
{
    private static readonly DiagnosisOptions Options = new() { Budget = TimeSpan.FromMilliseconds(20) };

    public static FuzzTarget Create() => new("captured", FuzzRequest.SignedSeeds(), Run);

    private static void Run(byte[] input)
    {
        (FuzzScheme item, RawRequest request) = FuzzRequest.Read(input);
        var diagnosis = SignatureDiagnosis.Explain(item.Scheme, request, item.Ring, FuzzScheme.Now, Options);
        FuzzTarget.Must(diagnosis.Status != VerificationStatus.Valid || diagnosis.Causes.Count == 0, "a valid request has no cause");
        FuzzTarget.Must(diagnosis.Advice.Length > 0, "there is always advice");
    }
}
