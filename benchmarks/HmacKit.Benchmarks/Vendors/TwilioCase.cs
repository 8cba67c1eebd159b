using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Twilio.Security;

namespace HmacKit.Benchmarks;

/// <summary>The URL, and the fields of a form sorted by name.</summary>
internal sealed class TwilioCase() : VendorCase(SchemeCatalog.Twilio, Secret, new RawRequest(
    "POST",
    Path,
    [new("Content-Type", "application/x-www-form-urlencoded")],
    Encoding.UTF8.GetBytes("ToCountry=US&ToState=CA&SmsMessageSid=SM3b1e0c5a97d24f6c8a40b2d719e6f35d&NumMedia=0&ToCity=&FromZip=94107&SmsStatus=received&Body=it+is+paid%21&FromCountry=US&To=%2B14155550100&ApiVersion=2010-04-01&AccountSid=AC3b1e0c5a97d24f6c8a40b2d719e6f35d&From=%2B14155550199"),
    new PublicOrigin(new Uri(Host))))
{
    private const string Secret = "3b1e0c5a97d24f6c8a40b2d719e6f35d";
    private const string Host = "https://api.example.com";
    private const string Path = "/twilio/sms";
    private const int MaxFields = 64;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(Secret));
    private readonly RequestValidator _vendor = new(Secret);
    private readonly Dictionary<string, string> _fields = [];

    public override string Vendor => "Twilio";

    [SkipLocalsInit]
    public override bool VerifyByHand(RawRequest request)
    {
        ReadOnlySpan<byte> form = request.Body.Span;
        Span<byte> text = stackalloc byte[2048];
        Span<Field> fields = stackalloc Field[MaxFields];
        if (form.Length > text.Length)
        {
            return false;
        }

        int count = 0;
        int end = 0;
        foreach (Range range in form.Split((byte)'&'))
        {
            ReadOnlySpan<byte> pair = form[range];
            int equals = pair.IndexOf((byte)'=');
            if (count == MaxFields || equals < 0
                || !WebUtilityDecode(pair[..equals], text[end..], out int name)
                || !WebUtilityDecode(pair[(equals + 1)..], text[(end + name)..], out int value))
            {
                return false;
            }

            fields[count++] = new(end, name, value);
            end += name + value;
        }

        Sort(fields[..count], text);
        Span<byte> message = stackalloc byte[4096];
        int length = Append(Host, message);
        length += Append(request.Target, message[length..]);
        foreach (Field field in fields[..count])
        {
            text.Slice(field.Start, field.Name + field.Value).CopyTo(message[length..]);
            length += field.Name + field.Value;
        }

        Span<byte> tag = stackalloc byte[20];
        Compute(_hash, message[..length], tag);
        return IsBase64(tag, Header(request, "X-Twilio-Signature"));
    }

    public override bool VerifyByVendor()
    {
        if (_fields.Count == 0)
        {
            foreach (string pair in Body.Split('&'))
            {
                string[] parts = pair.Split('=');
                _fields[parts[0]] = WebUtility.UrlDecode(parts[1]);
            }
        }

        return _vendor.Validate(Host + Path, _fields, Header(Request, "X-Twilio-Signature"));
    }

    private static void Sort(Span<Field> fields, ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < fields.Length; i++)
        {
            Field field = fields[i];
            ReadOnlySpan<byte> name = text.Slice(field.Start, field.Name);
            int at = i;
            for (; at > 0 && text.Slice(fields[at - 1].Start, fields[at - 1].Name).SequenceCompareTo(name) > 0; at--)
            {
                fields[at] = fields[at - 1];
            }

            fields[at] = field;
        }
    }

    private static bool WebUtilityDecode(ReadOnlySpan<byte> encoded, Span<byte> destination, out int written)
    {
        written = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            byte c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length || Convert.FromHexString(encoded.Slice(i + 1, 2), destination.Slice(written, 1), out _, out _) != System.Buffers.OperationStatus.Done)
                {
                    return false;
                }

                i += 2;
                written++;
            }
            else
            {
                destination[written++] = c == '+' ? (byte)' ' : c;
            }
        }

        return true;
    }

    private readonly record struct Field(int Start, int Name, int Value);
}
