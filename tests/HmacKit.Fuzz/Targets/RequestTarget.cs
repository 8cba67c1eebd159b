using System.Text;

namespace HmacKit.Fuzz;

/// <summary>Request targets, split and sorted and normalised: what could be signed verifies, and another target doesn't unless the message is the same.</summary>
internal static class RequestTarget
{
    private static readonly string[] Targets = ["/", "/p/a%2Fb/../c?b=2&a=%C3%A9+1&a=", "/a//b/./?x&y==&&z=%zz", "/%E2%82%AC?q=1%262&Q=1", "https://api.example.com/a?b"];

    public static FuzzTarget Create() =>
        new("targets", Enumerable.Range(0, FuzzScheme.All.Count).Select(static i => (byte[])[(byte)i, .. Encoding.Latin1.GetBytes(Targets[i % Targets.Length])]), Run);

    private static void Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        FuzzScheme item = FuzzScheme.All[input[0] % FuzzScheme.All.Count];
        string target = Encoding.Latin1.GetString(input.AsSpan(1));
        byte[] body = """{"amount":100}"""u8.ToArray();
        _ = item.Scheme.Verify(FuzzRequest.Sample(target, body), item.Ring, FuzzScheme.Now);
        if (item.TrySign(FuzzRequest.Sample(target, body)) is { } signed)
        {
            // A target that no request line holds is refused as such; a few schemes forbid a body, or say with it what it must be.
            VerificationResult result = item.Scheme.Verify(signed, item.Ring, FuzzScheme.Now);
            bool isTarget = target.StartsWith('/') && !target.Contains('#', StringComparison.Ordinal) && !target.AsSpan().ContainsAnyExceptInRange('!', '~');
            FuzzTarget.Must(result.IsValid || result.Status == VerificationStatus.DigestMismatch || !isTarget, $"what {item.Scheme} signed verifies, not {result.Status}");
        }
    }
}
