namespace HmacKit;

/// <summary>
/// Slips with sets of parameters and with derived keys: another definition of the scheme says what was signed, so that digests of a nested
/// message are made anew too.
/// </summary>
internal static class ShapeSlips
{
    private static readonly (string Joiner, string Name)[] Joiners = [("&", "an &"), ("\n", "line breaks"), ("", "nothing"), (",", "commas")];

    public static IEnumerable<Slip> Order(SignedRequest signed)
    {
        if (HasParameters(signed.Scheme) && Variant(signed, "order", definition => definition.Parameters = Like(definition.Parameters, ParameterOrder.AsSent, null)) is { } unsorted)
        {
            yield return new(unsorted, ShapeCauses.ParametersOrder, "the parameters as they are sent, not sorted");
        }

        foreach ((string joiner, string name) in HasParameters(signed.Scheme) ? Joiners : [])
        {
            if (Variant(signed, $"joiner {name}", definition => definition.Parameters = Like(definition.Parameters, null, null, joiner)) is { } other)
            {
                yield return new(other, MessageCauses.SeparatorOther, $"the parameters with {name} between them");
            }
        }
    }

    public static IEnumerable<Slip> Encoding(SignedRequest signed)
    {
        if (!HasParameters(signed.Scheme))
        {
            yield break;
        }

        foreach ((ParameterEncoding encoding, string what) in ((ParameterEncoding, string)[])
        [
            (ParameterEncoding.Form, "the parameters with a + for a blank"), (ParameterEncoding.AsSent, "the parameters in the encoding in which they are sent"),
            (ParameterEncoding.Decoded, "the parameters not encoded"), (ParameterEncoding.Percent, "the parameters percent-encoded"),
        ])
        {
            if (Variant(signed, $"encoding {encoding}", definition => definition.Parameters = Like(definition.Parameters, null, encoding)) is { } other)
            {
                yield return new(other, ShapeCauses.ParametersEncoding, what);
            }
        }
    }

    public static IEnumerable<Slip> Key(SignedRequest signed)
    {
        if (signed.Scheme.KeySteps is not { Count: > 0 } steps)
        {
            yield break;
        }

        foreach (int days in (int[])[-1, 1])
        {
            if (steps.Any(static step => step.Template.Contains("{date", StringComparison.Ordinal)) && Day(signed, days) is { } day
                && Variant(signed, $"day {day}", definition => definition.KeyDerivation = KeyDerivation.Of(steps.Select(step => step with { Template = WithDay(step.Template, day) }))) is { } other)
            {
                yield return new(other, ShapeCauses.KeyDate, $"a key for the day {(days < 0 ? "before" : "after")}");
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            int left = i;
            if (Variant(signed, $"step {i}", definition => definition.KeyDerivation = steps.Count == 1 ? null : KeyDerivation.Of(steps.Where((_, index) => index != left))) is { } other)
            {
                string text = steps[i].Template.Length > 0 ? $"'{steps[i].Template}'" : $"{steps[i].Kind}";
                yield return new(other, ShapeCauses.KeyStep, $"a key without the step {text}");
            }
        }

        if (steps.Count > 1 && Variant(signed, "no steps", static definition => definition.KeyDerivation = null) is { } underived)
        {
            yield return new(underived, ShapeCauses.KeyStep, "the secret itself, without any step of the key's derivation");
        }
    }

    private static bool HasParameters(SignatureScheme scheme) =>
        scheme.Parts.Values.Prepend(scheme.Message).Any(static template => template.Contains(":sorted", StringComparison.Ordinal) && !template.Contains(":sorted-json", StringComparison.Ordinal));

    /// <summary>The request under a scheme that is like its own but for one thing; null if there is no such scheme.</summary>
    private static SignedRequest? Variant(SignedRequest signed, string what, Action<SchemeDefinition> change) =>
        signed.Scheme.Variant(what, change) is { } scheme ? signed with { Scheme = scheme } : null;

    private static ParameterSet Like(ParameterSet set, ParameterOrder? order, ParameterEncoding? encoding, string? joiner = null) => new()
    {
        Order = order ?? set.Order,
        Encoding = encoding ?? set.Encoding,
        Repeats = set.Repeats,
        Pair = set.Pair,
        Joiner = joiner ?? set.Joiner,
        Except = set.Except,
        Only = set.Only,
        NamesInLowerCase = set.NamesInLowerCase,
        KeepsBareNames = set.KeepsBareNames,
        OmitsEmpty = set.OmitsEmpty,
        PlusIsBlank = set.PlusIsBlank,
        IgnoresOtherBodies = set.IgnoresOtherBodies,
    };

    private static string WithDay(string template, string day) =>
        template.Replace("{date:dashed}", day, StringComparison.Ordinal).Replace("{date}", day, StringComparison.Ordinal);

    /// <summary>A day beside that of the signature's time; null if it has none, or there is no such day.</summary>
    private static string? Day(SignedRequest signed, int days)
    {
        if (signed.TimestampFormat is not { } format || signed.Timestamp is null || !TimestampText.TryParse(format, signed.Timestamp, out long time))
        {
            return null;
        }

        long other = time + (days * (long)TimeSpan.FromDays(1).TotalMilliseconds);
        if (other < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || other > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        Span<byte> text = stackalloc byte[TimestampText.MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..TimestampText.FormatDate(other, signed.Scheme.Names.DateHasDashes, text)]);
    }
}
