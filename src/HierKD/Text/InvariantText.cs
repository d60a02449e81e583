using System.Globalization;

namespace HierKD;

/// <summary>Text whose numbers do not depend on where it is made: records write theirs as the current culture does.</summary>
internal static class InvariantText
{
    public static T Of<T>(Func<T> make)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
