using System.Text.Encodings.Web;
using System.Text.Json;

namespace HmacKit.Cli;

/// <summary>Schemes as JSON, for other programs.</summary>
internal static class SchemeJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteAll(OutputBuffer output, IEnumerable<SignatureScheme> schemes)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartArray();
            foreach (SignatureScheme scheme in schemes)
            {
                Write(json, scheme);
            }

            json.WriteEndArray();
        }

        output.WriteLine();
    }

    public static void WriteOne(OutputBuffer output, SignatureScheme scheme)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            Write(json, scheme);
        }

        output.WriteLine();
    }

    private static void Write(Utf8JsonWriter json, SignatureScheme scheme)
    {
        json.WriteStartObject();
        json.WriteString("name", scheme.Name);
        WriteNames(json, "otherNames", scheme.OtherNames);
        json.WriteString("message", scheme.Message);
        json.WriteStartArray("headers");
        foreach (SchemeCarrier header in scheme.Headers)
        {
            json.WriteStartObject();
            json.WriteString("name", header.Name);
            json.WriteString("format", header.Format.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("otherCarriers");
        foreach (SchemeCarrier carrier in scheme.Carriers.Where(static carrier => carrier.Kind != CarrierKind.Header))
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(carrier.Kind.ToString()));
            json.WriteString("name", carrier.Name);
            json.WriteString("format", carrier.Format.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach ((string name, SchemeValue value) in scheme.Values)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("isConfigured", value.IsConfigured);
            json.WriteBoolean("isSecret", value.IsSecret);
            json.WriteString("default", value.Default);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("algorithm", scheme.PublicKey?.Name ?? scheme.Algorithm.Name);
        json.WriteString("secretFormat", scheme.SecretFormat.ToString());
        json.WriteBoolean("hasKeyId", scheme.HasKeyId);
        WriteWindow(json, scheme.Freshness);
        json.WriteString("replay", JsonNamingPolicy.SnakeCaseLower.ConvertName(scheme.Replay.ToString()));
        WriteNames(json, "signs", SchemeWords.Signs(scheme));
        WriteNames(json, "notSigned", SchemeWords.NotSigned(scheme));
        json.WriteString("ambiguousBecause", scheme.AmbiguousBecause);
        json.WriteString("documentation", scheme.Documentation?.OriginalString);
        json.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter json, FreshnessRule? rule)
    {
        if (rule is null)
        {
            json.WriteNull("window");
            return;
        }

        json.WriteStartObject("window");
        json.WriteNumber("maxAgeSeconds", rule.MaxAge.TotalSeconds);
        json.WriteNumber("maxSkewSeconds", rule.MaxSkew.TotalSeconds);
        json.WriteString("timestampFormat", JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.Format.ToString()));
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
