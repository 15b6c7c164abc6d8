@echo off
rem Usage: build [target] [--option=value ...]     targets: see build\build.cake
setlocal enabledelayedexpansion
cd /d "%~dp0" || exit /b 1

set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

rem %* keeps the target that shift takes away, and a plain %1 splits at '=', so the line is cut by hand.
set "target=build"
set "rest=%*"
if defined rest if not "!rest:~0,1!"=="-" (
    for /f "tokens=1* delims= " %%a in ("!rest!") do (
        set "target=%%a"
        set "rest=%%b"
    )
)

dotnet tool restore --verbosity quiet || exit /b 1
dotnet cake build/build.cake --target=!target! !rest!
exit /b %errorlevel%
