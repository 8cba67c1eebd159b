using Microsoft.Extensions.Configuration;

namespace HmacKit;

/// <summary>Finds sections that nobody reads: one that is misspelt would be passed over without a word, with all that it says.</summary>
internal sealed class SectionCheck : CheckedRegistration
{
    public SectionCheck(IConfigurationSection section, IEnumerable<KnownSection> known)
    {
        string[] names = [.. known.Select(static section => section.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                FaultList.Add($"{child.Path}: nothing reads this section.{NearestName.Question(child.Key, names)} There are {string.Join(", ", names)}. A scheme's section has the name under which AddScheme adds it.");
            }
        }
    }
}
