namespace HmacKit.Tests.Diagnosis;

internal static partial class SenderSlips
{
    private static Dictionary<string, Func<Sender, bool>> Targets => new()
    {
        ["target_without_query"] = sender => SignTarget(sender, sender.Target.Split('?')[0]),
        ["target_trailing_slash"] = sender =>
        {
            string[] halves = sender.Target.Split('?');
            bool isLost = sender.Dice.Next(2) == 0;
            sender.Target = isLost ? sender.Target : $"{halves[0]}/?{halves[1]}";
            return SignTarget(sender, isLost ? $"{halves[0]}/?{halves[1]}" : $"{halves[0]}?{halves[1]}");
        },
        ["target_prefix"] = sender =>
        {
            string target = sender.Target;
            switch (sender.Dice.Next(3))
            {
                case 0:
                    return SignTarget(sender, "/api" + target);
                case 1:
                    sender.OtherHeaders.Add(new("X-Forwarded-Prefix", "/shop"));
                    return SignTarget(sender, "/shop" + target);
                default:
                    sender.Target = "/inner" + target;
                    return SignTarget(sender, target);
            }
        },
        ["target_full_url"] = sender => SignTarget(sender, sender.Dice.One("https://", "") + sender.Host + sender.Target),
        ["target_space_encoding"] = sender =>
        {
            string word = sender.Dice.Word();
            bool isPlus = sender.Dice.Next(2) == 0;
            sender.Target = isPlus ? $"/a?q={word}+b" : $"/a?q={word}%20b";
            return SignTarget(sender, isPlus ? $"/a?q={word}%20b" : $"/a?q={word}+b");
        },
        ["target_escape_case"] = sender =>
        {
            string word = sender.Dice.Word();
            bool isUpper = sender.Dice.Next(2) == 0;
            sender.Target = isUpper ? $"/a%2F{word}?q=%C3%A9" : $"/a%2f{word}?q=%c3%a9";
            return SignTarget(sender, isUpper ? $"/a%2f{word}?q=%c3%a9" : $"/a%2F{word}?q=%C3%A9");
        },
        ["target_decoded"] = sender =>
        {
            string word = sender.Dice.Word();
            sender.Target = $"/a%2Fb/{word}?q=x%26y+%C3%A9";
            return SignTarget(sender, sender.Dice.One($"/a/b/{word}?q=x%26y+%C3%A9", $"/a%2Fb/{word}?q=x&y é", $"/a/b/{word}?q=x&y+é"));
        },
        ["target_reencoded"] = sender =>
        {
            string word = sender.Dice.Word();
            sender.Target = $"/a:b/{word}?q=x:y/(z)";
            return SignTarget(sender, sender.Dice.One($"/a:b/{word}?q=x%3Ay%2F(z)", $"/a%3Ab/{word}?q=x:y/(z)", $"/a:b/{word}?q=x%3Ay%2F%28z%29"));
        },
        ["target_url_scheme"] = sender =>
        {
            sender.SignInPlaceOf("full-url", $"http://{sender.Host}{sender.Target}");
            return sender.Signs("full-url");
        },
        ["target_port"] = sender =>
        {
            bool hasPort = sender.Dice.Next(2) == 0;
            sender.Host = hasPort ? "api.example.com:8443" : "api.example.com";
            string other = hasPort ? "api.example.com" : "api.example.com:443";
            sender.SignInPlaceOf("full-url", $"https://{other}{sender.Target}");
            sender.SignInPlaceOf("header:Host", other);
            return sender.Signs("full-url") || sender.Signs("header:Host");
        },
        ["target_query_order"] = sender =>
        {
            string[] pairs = [$"b={sender.Dice.Word()}", "a=1", "d=9000", "c=%20x"];
            sender.Target = "/v1/x?" + string.Join('&', pairs);
            return SignTarget(sender, "/v1/x?" + string.Join('&', sender.Dice.One([pairs[1], pairs[0], pairs[3], pairs[2]], [pairs[3], pairs[1], pairs[2], pairs[0]], (string[])[pairs[2], pairs[3], pairs[1], pairs[0]])));
        },
        ["target_slashes"] = sender =>
        {
            string word = sender.Dice.Word();
            (string one, string other) = sender.Dice.One(($"/b/{word}//a?x=1", $"/b/{word}/a?x=1"), ($"//b/{word}?x=1", $"/b/{word}?x=1"), ($"/b//{word}//a///c?x=1", $"/b/{word}/a/c?x=1"), ($"/b/../{word}/./x", $"/{word}/x"));
            bool isMergedOnTheWay = sender.Dice.Next(2) == 0 && !one.Contains('.', StringComparison.Ordinal) && !one.Contains("///", StringComparison.Ordinal);
            sender.Target = isMergedOnTheWay ? other : one;
            return SignTarget(sender, isMergedOnTheWay ? one : other);
        },
        ["target_empty_query"] = sender =>
        {
            string word = sender.Dice.Word();
            (string one, string other) = sender.Dice.One(($"/{word}", $"/{word}?"), ($"/{word}?a=1&b", $"/{word}?a=1&b="), ($"/{word}?a=1&b=", $"/{word}?a=1&b"), ($"/{word}?a=1&", $"/{word}?a=1"));
            bool isFirst = sender.Dice.Next(2) == 0;
            sender.Target = isFirst ? one : other;
            return SignTarget(sender, isFirst ? other : one);
        },
        ["target_parameter"] = sender =>
        {
            string target = sender.Target;
            switch (sender.Dice.Next(3))
            {
                case 0:
                    sender.Target += "&utm_source=x";
                    break;
                case 1:
                    sender.Target = target.Replace("?", "?_=123&", StringComparison.Ordinal) + "&utm_source=x&utm_medium=y";
                    break;
                default:
                    return SignTarget(sender, target + "&recvWindow=5000");
            }

            return SignTarget(sender, target);
        },
        ["target_case"] = sender =>
        {
            sender.Target = $"/API/{sender.Dice.Word()}/Users?Q=A";
            return SignTarget(sender, $"/api/{sender.Last}/users?Q=A");
        },
        ["target_host"] = sender =>
        {
            sender.OtherHeaders.Add(new("X-Forwarded-Host", "public.example.org"));
            sender.SignInPlaceOf("full-url", $"https://{sender.Dice.One("public.example.org", "www.api.example.com")}{sender.Target}");
            return sender.Signs("full-url");
        },
        ["method_case"] = sender =>
        {
            sender.SignInPlaceOf("method", sender.Dice.One("post", "Post"));
            return sender.Signs("method");
        },
        ["method_other"] = sender =>
        {
            sender.Method = sender.Dice.One("PUT", "PATCH", "DELETE");
            sender.SignInPlaceOf("method", "POST");
            return sender.Signs("method");
        },
    };

    private static bool SignTarget(Sender sender, string target)
    {
        sender.SignedTarget = target;
        return true;
    }
}
