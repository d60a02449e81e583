using System.Xml.Linq;
using Study.Rendering.Figures;
using Study.Rendering.Pages;
using Study.Rendering.Results;
using static HierKD.Tests.Samples.Study.MadeUpStudy;

namespace HierKD.Tests.Samples.Study;

/// <summary>The study's pictures from made-up results.</summary>
public sealed class FigureTests
{
    private static readonly PlannedCell[] Cells = [Cell("b", "one", 1), Cell("b", "one", 2), Cell("b", "none", 1)];

    private static Figure Figure(bool withAgreement) => Assert.Single(GridFigures.Of(new GridResults("made-up", Cells,
        [
            Result(Cells[0], 0.9, 0.80, 0.88, withAgreement ? new(0.4, 0.7) : null),
            Result(Cells[1], 0.9, 0.82, 0.88, withAgreement ? new(0.6, 0.8) : null), Result(Cells[2], 0.9, 0.78),
        ]), "b"));

    [Fact]
    public void One_assistant_is_drawn_by_its_place_with_the_spread_of_its_seeds()
    {
        var panels = Figure(withAgreement: true).Panels;
        var accuracy = Assert.Single(Assert.Single(panels[0].Series).Points);
        Assert.Equal((50.0, -9.0), (accuracy.X, Math.Round(accuracy.Y, 9)));
        Assert.Equal(Math.Sqrt(2), accuracy.Deviation!.Value, 9);
        Assert.Equal(-12, Assert.Single(panels[0].Lines).Y, 9);
        Assert.Equal([0.5, 0.75], panels[1].Series.Select(s => Math.Round(s.Points[0].Y, 9)));
    }

    [Fact]
    public void Without_agreement_there_is_no_panel_of_it() => Assert.Single(Figure(withAgreement: false).Panels);

    [Fact]
    public void A_drawing_is_XML_that_stays_within_its_frame()
    {
        var svg = XDocument.Parse(SvgDrawing.Of(Figure(withAgreement: true))).Root!;
        var box = svg.Attribute("viewBox")!.Value
            .Split(' ')
            .Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        var lines = svg.Elements().Where(e => e.Name.LocalName == "line").ToArray();
        Assert.NotEmpty(lines);
        Assert.All(lines.SelectMany(l => new[]
        {
            (l.Attribute("x1"), box[2]), (l.Attribute("x2"), box[2]), (l.Attribute("y1"), box[3]), (l.Attribute("y2"), box[3])
        }), a => Assert.InRange((double)a.Item1!, 0, a.Item2));
        Assert.Contains(svg.Elements(), e => e.Value == "multiply-adds that the assistant keeps, %");
    }
}
