using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HmacKit.Cli;

/// <summary>The answers of a batch: one JSON object a line, in the order of the lines.</summary>
internal sealed class BatchAnswers : IDisposable
{
    // What needs no escape in JSON isn't escaped: signatures have '+' in them.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonEncodedText IdName = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText StatusProperty = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText CauseName = JsonEncodedText.Encode("cause");
    private static readonly JsonEncodedText AlsoName = JsonEncodedText.Encode("also");
    private static readonly JsonEncodedText HintName = JsonEncodedText.Encode("hint");
    private static readonly JsonEncodedText AdviceName = JsonEncodedText.Encode("advice");
    private static readonly JsonEncodedText HeadersName = JsonEncodedText.Encode("headers");
    private static readonly JsonEncodedText MethodName = JsonEncodedText.Encode("method");
    private static readonly JsonEncodedText UrlName = JsonEncodedText.Encode("url");
    private static readonly JsonEncodedText BodyName = JsonEncodedText.Encode("bodyBase64");
    private static readonly JsonEncodedText ErrorName = JsonEncodedText.Encode("error");

    private readonly OutputBuffer _output;
    private readonly Utf8JsonWriter _json;

    public BatchAnswers(OutputBuffer output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, Options);
    }

    public void WriteStatus(ReadOnlyMemory<byte> id, VerificationStatus status)
    {
        Begin(id);
        _json.WriteString(StatusProperty, VerificationStatuses.NameOf(status));
        End();
    }

    public void WriteDiagnosis(ReadOnlyMemory<byte> id, SignatureDiagnosis diagnosis)
    {
        Begin(id);
        _json.WriteString(StatusProperty, VerificationStatuses.NameOf(diagnosis.Status));
        _json.WriteString(CauseName, diagnosis.Cause?.Name);
        if (diagnosis.Causes.Count > 1)
        {
            _json.WriteString(AlsoName, diagnosis.Causes[1].Name);
        }

        if (diagnosis.Hints.Count > 0)
        {
            _json.WriteString(HintName, diagnosis.Hints[0].Name);
        }

        _json.WriteString(AdviceName, OneLine.Of(diagnosis.Advice));
        End();
    }

    /// <summary>The whole request as it is to be sent: what signs it may be in its headers, its URL or its body.</summary>
    public void WriteRequest(ReadOnlyMemory<byte> id, RawRequest request)
    {
        Begin(id);
        _json.WriteString(MethodName, request.Method);
        _json.WriteString(UrlName, $"{request.Origin}{request.Target}");
        _json.WriteStartObject(HeadersName);
        foreach (IGrouping<string, string> header in request.Headers.GroupBy(static header => header.Key, static header => header.Value, StringComparer.Ordinal))
        {
            string[] values = [.. header];
            if (values is [var only])
            {
                _json.WriteString(header.Key, only);
                continue;
            }

            _json.WriteStartArray(header.Key);
            foreach (string value in values)
            {
                _json.WriteStringValue(value);
            }

            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.WriteBase64String(BodyName, request.Body.Span);
        End();
    }

    public void WriteError(ReadOnlyMemory<byte> id, long lineNumber, string text)
    {
        Begin(id);
        _json.WriteString(ErrorName, string.Create(CultureInfo.InvariantCulture, $"line {lineNumber}: {OneLine.Of(text)}"));
        End();
    }

    public void Dispose() => _json.Dispose();

    private void Begin(ReadOnlyMemory<byte> id)
    {
        _json.WriteStartObject();
        if (id.IsEmpty)
        {
            _json.WriteNull(IdName);
        }
        else
        {
            _json.WritePropertyName(IdName);
            _json.WriteRawValue(id.Span, skipInputValidation: true);
        }
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _output.Write("\n"u8);
    }
}
