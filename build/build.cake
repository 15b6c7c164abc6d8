// The build, as Cake targets. ./build.sh <target> [--option=value ...]
//
//   build      compile the solution in Release with all analyzers (the default)
//   test       build, pack, and run every test but the campaigns      --filter=<part of a project's name>
//   campaign   run only the long campaigns (Category=Campaign)        --filter=<part of a project's name>
//   pack       write our packages to artifacts/packages, and the native command line to artifacts/bin
//   verify     format check, build, pack, test: what has to pass before a change is offered
//   audit      restore by the lock files and ask the feed for known vulnerabilities: fails where the feed knows none at all
//   locks      write the lock files anew, after a change of Directory.Packages.props
//   release    audit, then verify: what has to pass before packages are published
//   demo       show the product at work
//   bench      measure it beside others                            --bench-options="--quick --rows pair"
//   models     check the models of the lock protocols with spin, where it is installed

#load "settings.cake"
#load "compile.cake"
#load "pack.cake"
#load "testrun.cake"
#load "verify.cake"
#load "release.cake"
#load "demo.cake"
#load "bench.cake"
#load "models.cake"

RunTargetAndCount(Argument("target", "build"));
