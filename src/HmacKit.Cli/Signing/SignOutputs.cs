using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HmacKit.Cli;

/// <summary>Prints a signed request.</summary>
internal static class SignOutputs
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Option<SignOutput> CreateOption() => CliOption.Choice(
        "--output",
        "What to print (default headers)",
        ("headers", SignOutput.Headers),
        ("curl", SignOutput.Curl),
        ("http", SignOutput.Http),
        ("json", SignOutput.Json));

    public static void Write(SignOutput kind, SigningRequest request, SignedHeaders headers, OutputBuffer output)
    {
        switch (kind)
        {
            case SignOutput.Curl:
                output.WriteLine(CurlCommand.Write(request, headers));
                break;
            case SignOutput.Http:
                HttpRequestWriter.Write(request, headers, output);
                break;
            case SignOutput.Json:
                WriteJson(request, headers, output);
                break;
            default:
                foreach ((string name, string value) in headers)
                {
                    output.WriteLine($"{name}: {value}");
                }

                break;
        }
    }

    private static void WriteJson(SigningRequest request, SignedHeaders headers, OutputBuffer output)
    {
        using (var json = new Utf8JsonWriter(output, Json))
        {
            json.WriteStartObject();
            json.WriteString("scheme", request.Scheme.Name);
            json.WriteString("method", request.Method);
            json.WriteString("target", request.Url.Target);
            json.WriteStartObject("headers");
            foreach ((string name, string value) in headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.WriteLine();
    }
}
