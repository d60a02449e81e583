namespace Study.Rendering.Figures;

/// <summary>Panels above one another, over one axis.</summary>
/// <param name="Name">What its file is called.</param>
/// <param name="Title">What it shows; also for those who do not see it.</param>
/// <param name="Across">The axis that all panels share.</param>
/// <param name="Panels">The panels, from above.</param>
/// <param name="SideBySide">Whether series are moved a little to the side, so that points at one place do not hide one another.</param>
internal sealed record Figure(string Name, string Title, Axis Across, IReadOnlyList<Panel> Panels, bool SideBySide);
