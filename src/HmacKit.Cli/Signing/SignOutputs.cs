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

    public static void Write(SignOutput kind, SigningRequest unsigned, SignedHeaders headers, OutputBuffer output)
    {
        SigningRequest request = unsigned.With(headers);
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
                WriteHeaders(unsigned, request, headers, output);
                break;
        }
    }

    /// <summary>The headers; before them the request line and behind them the body, where those carry something.</summary>
    private static void WriteHeaders(SigningRequest unsigned, SigningRequest request, SignedHeaders headers, OutputBuffer output)
    {
        if (headers.Target != unsigned.Url.Target)
        {
            output.WriteLine($"{request.Method} {request.Url.Text}");
        }

        foreach ((string name, string value) in headers)
        {
            output.WriteLine($"{name}: {value}");
        }

        if (headers.Body is { } body)
        {
            output.WriteLine();
            output.Write(body.Span);
            output.WriteLine();
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
            if (headers.Body is { } body)
            {
                json.WriteBase64String("bodyBase64", body.Span);
            }

            json.WriteEndObject();
        }

        output.WriteLine();
    }
}
