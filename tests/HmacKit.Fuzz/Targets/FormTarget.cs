using System.Text;

namespace HmacKit.Fuzz;

/// <summary>Form bodies: a name, a line feed and a form. What is found lies within it, and bytes and characters are read alike; what could be signed verifies.</summary>
internal static class FormTarget
{
    private static readonly string[] Texts = ["a b\nx=1&a+b=2&a%20b=3", "q\nq", "\n&&=&=x", "sig\nsig=%41%zz&sig", "token\ntimestamp=1765972800&token=abc&signature=00"];

    private static readonly FuzzScheme[] Schemes =
        [.. FuzzScheme.All.Where(static item => item.Scheme.Message.Contains("{form", StringComparison.Ordinal) || item.Scheme.Message.Contains("{parameters", StringComparison.Ordinal)
            || item.Scheme.Carriers.Any(static carrier => carrier.Kind == CarrierKind.Form))];

    public static FuzzTarget Create() => new("forms", Texts.Select(Encoding.Latin1.GetBytes), Run);

    private static void Run(byte[] input)
    {
        int line = Math.Max(0, input.AsSpan().IndexOf((byte)'\n'));
        string name = Encoding.Latin1.GetString(input.AsSpan(0, line));
        byte[] form = line < input.Length ? input[(line + 1)..] : [];
        string text = Encoding.Latin1.GetString(form);

        int count = ParameterText.Find<byte>(form, name, out int start, out int length);
        FuzzTarget.Must(ParameterText.Find<char>(text, name, out int charStart, out int charLength) == count && (start, length) == (charStart, charLength), "bytes and characters are read alike");
        FuzzTarget.Must(start >= 0 && length >= 0 && start + length <= form.Length, "a value lies within its text");
        if (ParameterText.TryFindPair<byte>(form, name, out int pairStart, out int pairLength))
        {
            FuzzTarget.Must(pairStart >= 0 && pairStart + pairLength <= form.Length, "a pair lies within its text");
            byte[] without = [.. form[..pairStart], .. form[(pairStart + pairLength)..]];
            FuzzTarget.Must(ParameterText.Find<byte>(without, name, out _, out _) < 2 || count == 2, "taking a pair out adds none");
            FuzzTarget.Must(count == 2 || ParameterText.Find<byte>(without, name, out _, out _) == 0, "a name that was there once is gone with its pair");
        }

        FuzzScheme item = Schemes[form.Length % Schemes.Length];
        RawRequest request = FuzzRequest.Sample("/f?b=1", form, "application/x-www-form-urlencoded");
        _ = item.Scheme.Verify(request, item.Ring, FuzzScheme.Now);
        if (item.TrySign(request) is { } signed)
        {
            VerificationResult result = item.Scheme.Verify(signed, item.Ring, FuzzScheme.Now);
            FuzzTarget.Must(result.IsValid, $"what {item.Scheme} signed verifies, not {result.Status}");
        }
    }
}
