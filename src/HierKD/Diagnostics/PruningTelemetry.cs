namespace HierKD;

/// <summary>
/// The names under which a run tells monitoring tools what it does: activities (traces) of an <c>ActivitySource</c> and instruments of a
/// <c>Meter</c>, both of <c>System.Diagnostics</c>. Nothing is computed for them unless somebody listens.
/// </summary>
/// <remarks>
/// <para>Activities lie within one another: <see cref="RunActivity"/> holds <see cref="DiscoveryActivity"/>, a <see cref="PhaseActivity"/>
/// for each phase, in it an <see cref="EpochActivity"/> for each epoch, and <see cref="SurgeryActivity"/>. A run that fails or is cancelled
/// ends with an error status.</para>
/// <para>Tags: <c>hierkd.phase</c> (<c>Joint</c>, <c>FixedMasks</c>, <c>FineTune</c>), <c>hierkd.epoch</c> (within its phase, from 1),
/// <c>hierkd.level</c> (a level's name), <c>hierkd.metric.name</c>; on the run <c>hierkd.model</c>, <c>hierkd.device</c> and
/// <c>hierkd.seed</c>, on discovery <c>hierkd.groups</c> and <c>hierkd.filters</c>, on surgery <c>hierkd.filters.kept</c>.</para>
/// <para>OpenTelemetry takes them by <c>AddSource(PruningTelemetry.Name)</c> and <c>AddMeter(PruningTelemetry.Name)</c>; without it:</para>
/// </remarks>
/// <example>
/// <code>
/// using var listener = new System.Diagnostics.Metrics.MeterListener();
/// listener.InstrumentPublished = (instrument, own) =>
/// {
///     if (instrument.Meter.Name == PruningTelemetry.Name) own.EnableMeasurementEvents(instrument);
/// };
/// listener.SetMeasurementEventCallback&lt;double&gt;((instrument, value, tags, state) => Console.WriteLine($"{instrument.Name} {value}"));
/// listener.Start();
/// </code>
/// </example>
public static class PruningTelemetry
{
    /// <summary>The name of the source of activities, and of the meter.</summary>
    public const string Name = "HierKD";

    /// <summary>A whole run, from the checks of its input to the report.</summary>
    public const string RunActivity = "hierkd.run";

    /// <summary>Finding out which filters can be removed.</summary>
    public const string DiscoveryActivity = "hierkd.discovery";

    /// <summary>A phase of training.</summary>
    public const string PhaseActivity = "hierkd.phase";

    /// <summary>An epoch of a phase, with the measuring of its levels.</summary>
    public const string EpochActivity = "hierkd.epoch";

    /// <summary>Taking the removed filters out of the model.</summary>
    public const string SurgeryActivity = "hierkd.surgery";

    /// <summary>A counter of training steps; unit <c>{step}</c>; tag <c>hierkd.phase</c>.</summary>
    public const string Steps = "hierkd.steps";

    /// <summary>
    /// A histogram of what a step takes, forward and backward of all its levels and the optimizer, without the making of its batch, and on
    /// a GPU without what that has not done yet; unit <c>s</c>; tag <c>hierkd.phase</c>.
    /// </summary>
    public const string StepDuration = "hierkd.step.duration";

    /// <summary>
    /// A counter of training samples, each once for every step that it is in; unit <c>{sample}</c>; tag <c>hierkd.phase</c>.
    /// </summary>
    public const string Samples = "hierkd.samples";

    /// <summary>
    /// A histogram of the loss that a level minimised in a step (<see cref="LevelLoss.Total"/>); unit <c>1</c>; tags <c>hierkd.phase</c>,
    /// <c>hierkd.level</c>.
    /// </summary>
    public const string Loss = "hierkd.loss";

    /// <summary>
    /// A histogram of a level's metric on the validation batches, once in an epoch; unit <c>1</c>; tags <c>hierkd.phase</c>,
    /// <c>hierkd.level</c>, <c>hierkd.metric.name</c>.
    /// </summary>
    public const string Metric = "hierkd.metric";
}
