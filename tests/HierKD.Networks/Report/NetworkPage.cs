using System.Text;

namespace HierKD.Networks;

/// <summary>The results as a page of Markdown.</summary>
internal static class NetworkPage
{
    public static string Render(SurveyResults results) => "";
}
