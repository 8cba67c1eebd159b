using System.Globalization;
using System.Text;

namespace HmacKit.Fuzz;

/// <summary>Definitions, a line for each property: compiling says what is wrong with them and throws nothing else, and what a compiled one signed verifies.</summary>
internal static class DefinitionTarget
{
    public static FuzzTarget Create() => new("definitions", FuzzScheme.All.Where(static item => !item.Scheme.HasCode).Select(static item => Encoding.UTF8.GetBytes(Write(item.Scheme))), Run);

    private static void Run(byte[] input)
    {
        SignatureScheme scheme;
        try
        {
            scheme = SignatureScheme.Compile(Read(Encoding.Latin1.GetString(input)));
        }
        catch (SchemeDefinitionException exception)
        {
            FuzzTarget.Must(exception.Faults.Count > 0, "a definition that is refused has faults");
            return;
        }

        if (scheme.MissingValues.Count > 0)
        {
            return;
        }

        var ring = new KeyRing("key-1", HmacKey.Import(scheme.Algorithm, KeyFormat.Text, "the-secret-of-a-definition-that-was-fuzzed"));
        RawRequest request = FuzzRequest.Sample("/v1/things?b=2&a=1", "a=1&b=x%20y"u8.ToArray(), "application/x-www-form-urlencoded");
        RawRequest signed;
        try
        {
            signed = new RequestSigner(scheme, ring).Sign(request, new SigningValues { Time = FuzzScheme.Now, Id = "evt_0001", Nonce = "nonce-0001" }).ApplyTo(request);
        }
        catch (ArgumentException)
        {
            return; // the request can't be expressed in it
        }

        VerificationResult result = scheme.Verify(signed, ring, FuzzScheme.Now);

        // A digest that can't be right, such as one text against another, is the definition's own word.
        FuzzTarget.Must(result.IsValid || result.Status == VerificationStatus.DigestMismatch, $"what it signed verifies, not {result.Status}");
    }

    private static SchemeDefinition Read(string text)
    {
        var definition = new SchemeDefinition { Name = "fuzzed" };
        foreach (string line in text.Split('\x1E'))
        {
            string[] words = line.Split('\x1F');
            string At(int index) => words.ElementAtOrDefault(index) ?? "";
            switch (At(0))
            {
                case "m":
                    definition.Message = At(1);
                    break;
                case "h":
                    definition.Headers[At(1)] = Format(At(2), At(3));
                    break;
                case "q":
                    definition.Query[At(1)] = Format(At(2), At(3));
                    break;
                case "f":
                    definition.Form[At(1)] = Format(At(2), At(3));
                    break;
                case "j":
                    definition.Json[At(1)] = Format(At(2), At(3));
                    break;
                case "l":
                    definition.Xml[At(1)] = Format(At(2), At(3));
                    break;
                case "s":
                    definition.PathSegment[Number(At(1))] = Format(At(2), At(3));
                    break;
                case "c":
                    definition.Cookie[At(1)] = Format(At(2), At(3));
                    break;
                case "p":
                    definition.Parts[At(1)] = At(2);
                    break;
                case "v":
                    definition.Values[At(1)] = At(2) == "c" ? SchemeValue.Carried(words.ElementAtOrDefault(3)) : SchemeValue.Configured(words.ElementAtOrDefault(3));
                    break;
                case "d":
                    definition.Digests[At(1)] = At(3) == "r" ? DigestRule.Required(At(2)) : DigestRule.IfCarried(At(2));
                    break;
                case "t":
                    definition.Freshness = new FreshnessRule((TimestampFormat)Number(At(1)), TimeSpan.FromSeconds(Number(At(2))), TimeSpan.FromSeconds(Number(At(3))));
                    break;
                case "r":
                    definition.Replay = (ReplayRule)Number(At(1));
                    break;
                case "a":
                    definition.AmbiguousBecause = At(1);
                    break;
                case "k":
                    definition.SignsWithAllKeys = true;
                    break;
                case "o":
                    definition.Parameters = new ParameterSet { Pair = At(1), Joiner = At(2), Order = (ParameterOrder)(Number(At(3)) & 1), KeepsBareNames = At(4) == "b" };
                    break;
                case "x":
                    definition.TruncatedTagBytes = Number(At(1));
                    break;
            }
        }

        return definition;
    }

    private static HeaderFormat Format(string kind, string template)
    {
        char separator = kind.Length > 1 ? kind[1] : ',';
        HeaderFormat format = kind.FirstOrDefault() switch
        {
            'F' => HeaderFormat.Fields(template, separator),
            'L' => HeaderFormat.List(template, separator),
            'P' => HeaderFormat.Parameters(template, separator),
            'B' => HeaderFormat.Text(template).InBase64("Basic "),
            _ => HeaderFormat.Text(template),
        };
        return kind.EndsWith('?') ? format.Optional() : format;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static string Write(SignatureScheme scheme)
    {
        List<string[]> lines = [["m", scheme.Message], .. scheme.Parts.Select(static part => (string[])["p", part.Key, part.Value]), .. scheme.Carriers.Select(CarrierLine)];
        lines.AddRange(scheme.Values.Select(static value => (string[])["v", value.Key, value.Value.IsConfigured ? "s" : "c", value.Value.Default ?? "x"]));
        if (scheme.Freshness is { } freshness)
        {
            lines.Add(["t", Text((int)freshness.Format), Text((int)freshness.MaxAge.TotalSeconds), Text((int)freshness.MaxSkew.TotalSeconds)]);
        }

        lines.Add(["r", Text((int)scheme.Replay)]);
        lines.AddRange(scheme.AmbiguousBecause is { } reason ? [(string[])["a", reason]] : []);
        lines.AddRange(scheme.SignsWithAllKeys ? [(string[])["k"]] : []);
        return string.Join('\x1E', lines.Select(static line => string.Join('\x1F', line)));
    }

    private static string[] CarrierLine(SchemeCarrier carrier)
    {
        string described = carrier.Format.ToString();
        string kind = described.Contains("(list, separated by '", StringComparison.Ordinal) ? "L" + described[described.IndexOf("by '", StringComparison.Ordinal) + 4]
            : described.Contains("(parameters", StringComparison.Ordinal) ? "P,"
            : carrier.Format.Template.Contains("},", StringComparison.Ordinal) ? "F," : "T";
        string where = carrier.Kind switch
        {
            CarrierKind.Header => "h",
            CarrierKind.Query => "q",
            CarrierKind.Form => "f",
            CarrierKind.Json => "j",
            CarrierKind.Xml => "l",
            CarrierKind.PathSegment => "s",
            _ => "c",
        };
        return [where, carrier.Name, carrier.Format.IsOptional ? kind + "?" : kind, carrier.Format.Template];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
