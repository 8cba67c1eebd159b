using System.Text.Json.Nodes;

namespace HmacKit.Tests.Interop;

/// <summary>Libraries that go both ways, most of them clients of an API or makers of links. One that only signs is given what HmacKit signed, and must come to the same signature.</summary>
internal sealed partial record VendorCase
{
    private const string AdyenKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

    private const string ImagePath = "/g:sm/h:400/rt:fill/w:300/aHR0cHM6Ly9leGFtcGxlLmNvbS9hIGIvY2Fmw6kuanBn";

    /// <summary>What both sides are given, and, where that is something else, what HmacKit signs for the library.</summary>
    private static (VendorCase Case, VendorCase? ToVerify)[] Clients =>
    [
        (new("adyen-notification", "adyen-notification") { Secret = AdyenKey, Body = Notification, Url = "https://example.com/adyen" }, null),
        (new("adyen-platform-webhook", "adyen-platform-webhook") { Secret = AdyenKey }, null),
        (new("akamai-edgegrid", "akamai-edgegrid") { Url = "https://akab-host.example.net/papi/v1/a%20b?x=1&y=%2F", Own = { ["client-token"] = "client-1" } }, null),
        (new("alibaba-acs3", "alibaba-acs3") { Url = "https://ecs.example.com/?RegionId=cn%20a&b=", Headers = { ["x-acs-action"] = "DescribeRegions", ["x-acs-version"] = "2014-05-26" } }, null),
        (new("aws-sdk", "aws-sigv4") { Url = "https://example.amazonaws.com/a%20b/c?b=2%2F3&a=1", Configured = { ["region"] = "eu-1", ["service"] = "thing" } }, null),
        (new("baidu-bce-v1", "baidu-bce-v1") { Method = "GET", Body = "", Url = "https://bj.example.com/v1/a%20b?partNumber=9&x=%2F" }, null),
        (new("braintree", "braintree") { Secret = "integration_private_key_0123456789", KeyId = "public_1", Told = new() { ["publicKey"] = "public_1" }, Type = FormType, Body = "" },
            new("braintree", "braintree") { Secret = "integration_private_key_0123456789", KeyId = "public_1", Told = new() { ["publicKey"] = "public_1" }, Type = FormType, Body = BraintreeBody }),
        (new("cavage-http-signature", "cavage-http-signature") { Told = new() { ["headers"] = new JsonArray("(request-target)", "host", "date", "digest") }, Url = "https://example.com/a%20b?x=1" },
            new("cavage-http-signature", "cavage-http-signature") { Told = new() { ["headers"] = new JsonArray("(request-target)", "date", "digest") } }),
        (new("contentful", "contentful") { Secret = new string('a', 64), Url = "https://example.com/a%20b?x=1&y=%2F" }, null),
        (new("duo-v5", "duo-v5") { Url = "https://api-1.example.com/admin/v1/users?name=Zo%C3%AB%20%2B&a=" }, null),
        (new("escher", "escher") { Url = "https://example.com/a/b?x=1&y=%2F", Configured = { ["credentialScope"] = "eu/suite/ems_request", ["authHeaderName"] = "X-EMS-Auth", ["dateHeaderName"] = "X-EMS-Date" } },
            new("escher", "escher") { Method = "GET", Body = "", Url = "https://example.com/a/b?x=1&y=%2F", Configured = { ["credentialScope"] = "eu/suite/ems_request" } }),
        (Link("imagekit-signed-url", "https://ik.imagekit.io/demo/a-b/default-image.jpg") with { Configured = new() { ["urlEndpoint"] = "https://ik.imagekit.io/demo/" } }, null),
        (Link("imgproxy", $"https://img.example.com{ImagePath}") with { Secret = "736563726574736563726574736563726574", Configured = new() { ["salt"] = "68656C6C6F" } }, null),
        (Link("aws-s3-presigned-unsigned-payload", "https://store.example.com/bucket/a%20b/c.txt") with { Library = "minio", Configured = new() { ["region"] = "eu-1" } }, null),
        (new("pusher-rest", "pusher-rest") { Url = "https://api.example.com/apps/3/events?info=a%20b&b=1" }, null),
        (new("pusher-rest", "pusher-rest") { Method = "GET", Body = "", Url = "https://api.example.com/apps/3/channels?filter_by_prefix=presence-" }, null),
        (new("tencent-tc3", "tencent-tc3") { Url = "https://cvm.example.com/", Own = { ["service"] = "cvm" } }, null),
        (Link("thumbor", "https://thumbor.example.com/300x200/smart/images.example.com/a/b.jpg"), null),
        (new("transloadit", "transloadit") { Type = FormType, Body = "params=%7B%22auth%22%3A%7B%22key%22%3A%22k1%22%2C%22expires%22%3A%222025%2F12%2F17+20%3A33%3A20%2B00%3A00%22%7D%2C%22note%22%3A%22caf%C3%A9%22%7D" }, null),
        (new("volcengine", "volcengine") { Url = "https://open.example.com/?Version=2018-01-01&Action=List%20All", Configured = { ["region"] = "cn-north-1", ["service"] = "iam" } },
            new("volcengine", "volcengine") { Method = "GET", Body = "", Url = "https://open.example.com/?Version=2018-01-01&Action=List%20All", Configured = { ["region"] = "cn-north-1", ["service"] = "iam" } }),
    ];

    private const string FormType = "application/x-www-form-urlencoded";

    private const string Notification = """{"live":"false","notificationItems":[{"NotificationRequestItem":{"pspReference":"7914073381342284","merchantAccountCode":"TestMerchant","merchantReference":"order café","amount":{"value":1130,"currency":"EUR"},"eventCode":"AUTHORISATION","success":"true","additionalData":{}}}]}""";

    /// <summary>A form with a notification, XML in base64, as Braintree sends it.</summary>
    private static string BraintreeBody => $"bt_payload={Uri.EscapeDataString(Convert.ToBase64String("<notification><kind>check</kind><subject><check>true</check></subject></notification>"u8) + "\n")}";

    private static VendorCase Link(string scheme, string url) => new(scheme, scheme) { Method = "GET", Body = "", Url = url, Told = new() { ["unsigned"] = url } };
}
